package io.github.resnet50.model.labelled;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;

/**
 * Class folders (torchvision's {@code ImageFolder}): the folder right below a root is the label,
 * however deep the image lies. An image that lies in a root itself, or in none, has its own
 * folder's name.
 */
public final class FolderLabels implements TrueLabels {
  private final List<Path> roots;

  /**
   * @param roots as in the images' names
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
      return List.of(); // a name of bytes that are no text
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
