package io.github.resnet50.model.labelled;

import io.github.resnet50.model.labelled.LabelledImages.LabelledImage;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Labels from a CSV file, see {@link LabelledImages#ofCsv}. An image is found by its path, or else
 * by its name taken as relative to the CSV file's own folder, for records made elsewhere.
 */
public final class FileLabels implements TrueLabels {
  private final Path file;
  private final Path folder;
  private final Map<Path, List<String>> labels = new LinkedHashMap<>();

  private FileLabels(Path file) {
    this.file = file;
    this.folder = file.toAbsolutePath().normalize().getParent();
  }

  /**
   * @throws IOException where the file cannot be read
   * @throws IllegalArgumentException if it is malformed, or gives an image two labels; with a
   *     message for the user
   */
  public static FileLabels read(Path file) throws IOException {
    FileLabels read = new FileLabels(file);
    Map<List<String>, List<String>> known =
        new HashMap<>(); // one shared list per class instead of one per image
    for (LabelledImage image : LabelledImages.ofCsv(file)) {
      List<String> names = known.computeIfAbsent(image.labels(), same -> same);
      List<String> before = read.labels.put(read.folder.resolve(image.name()).normalize(), names);
      if (before != null && !before.equals(names)) {
        throw new IllegalArgumentException(
            "%s: %s is labelled %s and %s".formatted(file, image.name(), before, names));
      }
    }
    return read;
  }

  /** The paths of the labelled images, in the file's order. */
  public List<String> paths() {
    return labels.keySet().stream().map(Path::toString).toList();
  }

  @Override
  public String source() {
    return file.toString();
  }

  @Override
  public boolean areFolders() {
    return false;
  }

  @Override
  public List<String> of(String name) {
    try {
      Path path = Path.of(name);
      List<String> found = labels.get(path.toAbsolutePath().normalize());
      return found != null
          ? found
          : labels.getOrDefault(folder.resolve(path).normalize(), List.of());
    } catch (InvalidPathException e) {
      return List.of(); // the name has bytes that are not text
    }
  }
}
