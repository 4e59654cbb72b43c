package io.github.resnet50.model.labelled;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

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

  /**
   * Class folders (torchvision's {@code ImageFolder}): the folder right below a root is the label,
   * at whatever depth the image is. An image directly in a root, or in none, has the name of its
   * own folder.
   *
   * @param roots as they appear in the images' names
   */
  static TrueLabels ofFolders(List<Path> roots) {
    List<Path> fixed = List.copyOf(roots);
    return new TrueLabels() {
      @Override
      public String source() {
        return "class folders";
      }

      @Override
      public List<String> of(String name) {
        Path path;
        try {
          path = Path.of(name);
        } catch (InvalidPathException e) {
          return List.of(); // the name has bytes that are not text
        }
        for (Path root : fixed) {
          if (path.startsWith(root) && path.getNameCount() > root.getNameCount() + 1) {
            return List.of(path.getName(root.getNameCount()).toString());
          }
        }
        Path folder = path.toAbsolutePath().normalize().getParent();
        return folder == null || folder.getFileName() == null
            ? List.of()
            : List.of(folder.getFileName().toString());
      }
    };
  }
}
