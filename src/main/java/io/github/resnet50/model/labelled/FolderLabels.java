package io.github.resnet50.model.labelled;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Class folders (torchvision's {@code ImageFolder}): the folder right below a root is the label, at
 * whatever depth the image is. An image directly in a root, or in none, has the name of its own
 * folder.
 */
public final class FolderLabels implements TrueLabels {
  private final List<Path> roots;

  /**
   * @param roots as they appear in the images' names
   */
  public FolderLabels(List<Path> roots) {
    this.roots = List.copyOf(roots);
  }

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
    for (Path root : roots) {
      if (path.startsWith(root) && path.getNameCount() > root.getNameCount() + 1) {
        return List.of(path.getName(root.getNameCount()).toString());
      }
    }
    Path folder = path.toAbsolutePath().normalize().getParent();
    return folder == null || folder.getFileName() == null
        ? List.of()
        : List.of(folder.getFileName().toString());
  }
}
