package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.walk.NumberedPaths;
import io.github.resnet50.image.walk.WalkRules;
import io.github.resnet50.model.labelled.ArchivedLabels;
import io.github.resnet50.model.labelled.FileLabels;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.labelled.TrueLabels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Options for the true labels of images. */
@Heading(Section.LABELS)
public final class LabelOptions {
  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description =
          "A CSV file of path,label or path,id,label, paths relative to its folder. A label is a"
              + " class's id, name or index (default: .cls and .json in archives, else the names of"
              + " class folders).")
  public Path file;

  /**
   * @param roots as the user typed them
   */
  public TrueLabels labels(List<String> roots) throws UsageException, IOException {
    return file == null
        ? new ArchivedLabels(
            TrueLabels.ofFolders(roots.stream().flatMap(LabelOptions::asInNames).toList()))
        : fileLabels();
  }

  /** A root as it begins the images' names; none where no path has that text. */
  private static Stream<Path> asInNames(String root) {
    try {
      return Stream.of(Path.of(root)); // escapes of bytes stay: names have them too
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }

  private FileLabels fileLabels() throws UsageException, IOException {
    if (!Files.isReadable(file) || Files.isDirectory(file)) {
      throw new UsageException("--labels " + file + ": not a file that can be read");
    }
    try {
      return FileLabels.read(file);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--labels " + e.getMessage(), e);
    }
  }

  /**
   * Labelled images of a folder of class folders, or of a CSV file of paths and labels.
   *
   * @param option that names it
   * @param rules what is taken below the folder
   * @throws NoImageException where there is no image in the folder
   */
  public static LabelledImages images(String option, Path path, WalkRules rules)
      throws UsageException, IOException, NoImageException {
    if (NumberedPaths.expanded(List.of(path.toString())).size() == 1 && !Files.exists(path)) {
      throw new UsageException(option + " " + path + ": no such file or directory");
    }
    try {
      return LabelledImages.read(path, rules);
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + " " + e.getMessage(), e);
    }
  }
}
