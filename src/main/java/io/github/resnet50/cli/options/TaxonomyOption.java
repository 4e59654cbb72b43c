package io.github.resnet50.cli.options;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.decision.DecisionRequest;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.decision.TaxonomyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** {@code --taxonomy}: what is a kind of what. */
@Heading(Section.DECISION)
public final class TaxonomyOption {
  @Journaled(value = "taxonomy", byContent = true)
  @Option(
      names = "--taxonomy",
      paramLabel = "FILE",
      description =
          "A tree of your own instead of WordNet's, CSV: a line class,parent or class,parent,label"
              + " for each parent of a class, and of what is above it.")
  public Path file; // null: WordNet's

  /** The file, if one is given. */
  public List<Path> files() {
    return file == null ? List.of() : List.of(file);
  }

  /**
   * The taxonomy.
   *
   * @return null: WordNet's, as {@link DecisionRequest} takes it
   * @throws MalformedFileException where the file is none
   */
  public Taxonomy read() throws IOException {
    return file == null ? null : TaxonomyFile.read(file);
  }
}
