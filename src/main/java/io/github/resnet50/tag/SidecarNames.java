package io.github.resnet50.tag;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.image.decode.ImageFormat;
import io.github.resnet50.tag.xmp.SidecarChange;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which file is an image's sidecar: the one that is there, else a new one. {@code photo.xmp} is
 * that of {@code photo.jpg} only where no other image is called so, or where it says so itself; of
 * a raw picture and the JPEG beside it, it is the raw picture's, as in Adobe's programs. For one
 * thread; keeps the names of one folder.
 */
final class SidecarNames {
  /** Of all sidecars. */
  static final String SUFFIX = ".xmp";

  private final SidecarStyle style;
  private Path listed; // null: none yet
  private Map<String, List<String>> images = Map.of(); // of that folder, by what precedes the dot

  SidecarNames(SidecarStyle style) {
    this.style = style;
  }

  /** Of an image, which is there. */
  Path of(Path image) throws IOException {
    String name = FileNames.text(image.getFileName());
    Path whole = sibling(image, name + SUFFIX);
    String stem = stem(name);
    if (stem.equals(name) || (style == SidecarStyle.NAME && isThere(whole))) {
      return whole;
    }
    Path stemmed = sibling(image, stem + SUFFIX);
    boolean there = isThere(stemmed);
    if (!there && (style == SidecarStyle.NAME || isThere(whole))) {
      return whole;
    }
    return isOf(image, stemmed, there) ? stemmed : whole;
  }

  /** A name that is no text stays what it is. */
  private static Path sibling(Path image, String name) {
    return image.resolveSibling(FileNames.exact(name).getFileName());
  }

  private static boolean isThere(Path file) {
    return Files.exists(file, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean isOf(Path image, Path sidecar, boolean there) throws IOException {
    String name = FileNames.text(image.getFileName());
    Optional<String> told = there ? suffixTold(sidecar) : Optional.empty();
    if (told.isPresent()) {
      return told.get().equalsIgnoreCase(name.substring(stem(name).length() + 1));
    }
    List<String> others = new ArrayList<>(sameStem(image));
    others.remove(name);
    return others.isEmpty()
        || (ImageFormat.isNameOfRaw(name) && others.stream().noneMatch(ImageFormat::isNameOfRaw));
  }

  /** The suffix of the image that a sidecar says it is of; empty also where it cannot be read. */
  private static Optional<String> suffixTold(Path sidecar) {
    try {
      return SidecarChange.imageSuffix(SidecarFile.read(sidecar).text());
    } catch (IOException e) {
      return Optional.empty(); // told when it is to be changed
    }
  }

  private List<String> sameStem(Path image) throws IOException {
    Path folder = image.toAbsolutePath().getParent();
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    if (!folder.equals(listed)) {
      images = images(folder);
      listed = folder;
    }
    return images.getOrDefault(stem(FileNames.text(image.getFileName())), List.of());
  }

  private static Map<String, List<String>> images(Path folder) throws IOException {
    Map<String, List<String>> images = new HashMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        String name = FileNames.text(file.getFileName());
        String suffix = name.substring(Math.min(name.length(), stem(name).length() + 1));
        if (ImageFormat.isNameOfImage(name)
            || ImageFormat.isSuffixOfOtherImage(suffix.toLowerCase(Locale.ROOT))) {
          images.computeIfAbsent(stem(name), stem -> new ArrayList<>(1)).add(name);
        }
      }
    }
    return images;
  }

  /** What precedes a name's suffix. */
  private static String stem(String name) {
    int dot = name.lastIndexOf('.');
    return dot <= 0 ? name : name.substring(0, dot);
  }
}
