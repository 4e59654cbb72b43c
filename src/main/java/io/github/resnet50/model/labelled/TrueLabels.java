package io.github.resnet50.model.labelled;

import io.github.resnet50.image.archive.ArchiveFile;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.NamedPath;
import io.github.resnet50.image.walk.ScanOptions;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The true labels of images, found by the images' names. Thread-safe. */
public interface TrueLabels {
  /** Where the labels come from, for messages. */
  String source();

  /**
   * The labels of an image, the most specific first.
   *
   * @param name the image's path as it appears in records
   * @return empty if it has no label
   */
  List<String> of(String name);

  /** The same for each place that says something of the image: they may contradict each other. */
  default List<List<String>> sources(String name) {
    List<String> labels = of(name);
    return labels.isEmpty() ? List.of() : List.of(labels);
  }

  /** What an image's labels mean among some classes; ambiguous where they contradict each other. */
  default ClassMatch match(String name, LabelIndex classes) {
    return classes.findAgreeing(sources(name));
  }

  /** Whether an image's labels contradict each other, whatever the classes are. */
  default boolean areContradictory(String name) {
    return !LabelAgreement.isPossible(sources(name));
  }

  /** Whether the labels are the names of folders. */
  default boolean areFolders() {
    return true;
  }

  /** One sentence on labels that cannot be read, or are of no image; once the images are known. */
  default Optional<String> note() {
    return Optional.empty();
  }

  /** A walk whose images have labels, as far as there are any, once it has given them. */
  default ImageWalk walk(ScanOptions scan) throws IOException {
    return new ImageScanner(scan);
  }

  /**
   * The folders right below roots alone, and what archives tell, see {@link ArchivedLabels}: an
   * image that is directly in a root has no label. An archive that lies in a root is no class, but
   * for the images that lie in no folder of it.
   *
   * @param roots as they appear in the images' names
   */
  static ArchivedLabels below(List<String> roots) {
    List<String> fixed = List.copyOf(roots);
    return new ArchivedLabels(
        named(
            name ->
                fixed.stream()
                    .map(root -> NamedPath.below(root, name))
                    .filter(below -> below.size() > 1)
                    .findFirst()
                    .map(below -> below.get(isArchived(below) ? 1 : 0))));
  }

  /** Whether a path below a root is that of an image in a folder of an archive. */
  private static boolean isArchived(List<String> below) {
    return below.size() > 2 && ArchiveFile.isName(below.get(0));
  }

  /**
   * The folder that an image is in, for a stream of a tar, whose names begin nowhere; and what the
   * tar tells, see {@link ArchivedLabels}.
   */
  static ArchivedLabels ofStream() {
    return new ArchivedLabels(
        named(
            name -> {
              String[] parts = name.split("/", -1);
              return parts.length < 2 ? Optional.empty() : Optional.of(parts[parts.length - 2]);
            }));
  }

  private static TrueLabels named(Function<String, Optional<String>> folder) {
    return new TrueLabels() {
      @Override
      public String source() {
        return "class folders";
      }

      @Override
      public List<String> of(String name) {
        return folder.apply(name).map(List::of).orElse(List.of());
      }
    };
  }

  /**
   * Class folders (torchvision's {@code ImageFolder}): the folder right below a root is the label,
   * at whatever depth the image is; of an archive right below it, the folder in that. An image
   * directly in a root, or in none, has the name of its own folder.
   *
   * @param roots as they appear in the images' names
   */
  static TrueLabels ofFolders(List<Path> roots) {
    List<Path> fixed = List.copyOf(roots);
    return named(name -> folder(fixed, name));
  }

  private static Optional<String> folder(List<Path> roots, String name) {
    Path path;
    try {
      path = Path.of(name);
    } catch (InvalidPathException e) {
      return Optional.empty(); // the name has bytes that are not text
    }
    for (Path root : roots) {
      if (path.startsWith(root) && path.getNameCount() > root.getNameCount() + 1) {
        List<String> below = new ArrayList<>();
        path.subpath(root.getNameCount(), path.getNameCount())
            .forEach(part -> below.add(part.toString()));
        return Optional.of(below.get(isArchived(below) ? 1 : 0));
      }
    }
    return Optional.ofNullable(path.toAbsolutePath().normalize().getParent())
        .map(Path::getFileName)
        .map(Path::toString);
  }
}
