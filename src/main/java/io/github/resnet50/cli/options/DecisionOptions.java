package io.github.resnet50.cli.options;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.decision.Decider;
import io.github.resnet50.decision.DecisionRequest;
import io.github.resnet50.decision.RuleFile;
import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.report.html.RollUpView;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Options for what becomes of classes: an answer as far as the model is sure, or by rules. */
@Heading(Section.DECISION)
public final class DecisionOptions {
  @Range(min = 0, aboveMin = true, max = 1)
  @Journaled("rollup")
  @Option(
      names = "--rollup",
      paramLabel = "P",
      description =
          "Where no class reaches probability P, answer with the most specific thing whose classes"
              + " together do, such as dog, in WordNet's tree or that of --taxonomy.")
  public Double rollup;

  @Mixin TaxonomyOption taxonomy;

  @Journaled(value = "rules", byContent = true)
  @Option(
      names = "--rules",
      paramLabel = "FILE",
      description =
          "Rename, join and ignore classes, and answer unsure below a minimum or margin: lines such"
              + " as 'cat = tabby, Persian cat', 'ignore: web site', 'min 0.8: cat', 'min 0.5',"
              + " 'margin 0.1'.")
  public Path rules;

  private DecisionRequest request = DecisionRequest.NONE;

  /** Whether anything is to be decided. */
  public boolean isGiven() {
    return rollup != null || rules != null;
  }

  /** The files that are read. */
  public List<Path> files() {
    return Stream.of(taxonomy.file, rules).filter(Objects::nonNull).toList();
  }

  /**
   * Reads the files, so that what is wrong in them is known before any work is done.
   *
   * @throws MalformedFileException where a file is not as it should be
   */
  public void read() throws IOException {
    request =
        new DecisionRequest(rollup, taxonomy.read(), rules == null ? null : RuleFile.read(rules));
  }

  /**
   * As {@link #read}, for a command that has no other use for a taxonomy.
   *
   * @throws UsageException where there is one, and nothing that needs it
   */
  public void readUsed() throws UsageException, IOException {
    if (taxonomy.file != null && !isGiven()) {
      throw new UsageException("--taxonomy goes with --rollup or --rules");
    }
    read();
  }

  /** What is to be decided, once the files are read. */
  public DecisionRequest request() {
    return request;
  }

  /**
   * What decides, for a model.
   *
   * @param classes in the order of its output
   * @param model its name
   * @throws UsageException where its classes are in no taxonomy, or a rule means none of them
   */
  public Decider decider(List<Label> classes, String model) throws UsageException, IOException {
    if (isGiven() && classes.isEmpty()) {
      String option = rollup == null ? "--rules" : "--rollup";
      throw new UsageException(option + ": model " + model + " has no names of classes");
    }
    try {
      return request.of(LabelIndex.byIndex(classes));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--rollup, model " + model + ": " + e.getMessage(), e);
    }
  }

  /**
   * What decides, for the records of a file.
   *
   * @param seen the classes that they name
   * @param notes hears of rules for classes that no record names
   * @throws UsageException where its classes are in no taxonomy
   */
  public Decider decider(Path predictions, SortedMap<Integer, Label> seen, Consumer<String> notes)
      throws UsageException, IOException {
    try {
      return request.ofRecords(seen, notes);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--rollup, " + predictions + ": " + e.getMessage(), e);
    }
  }

  /**
   * What a page knows of decisions.
   *
   * @param classes by their indices
   */
  public RollUpView view(SortedMap<Integer, Label> classes) {
    return new RollUpView(request.outline(classes), rollup);
  }
}
