package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.LabelOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.recorded.NamedClasses;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Predicted;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which records are taken: those of which all that is asked for is true. */
@Heading(Section.METHOD)
final class FilterOptions {
  @Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "Images whose best class, roll-up or answer is this class, or anything below this node of"
              + " WordNet or --taxonomy; may be given again, for any of them.")
  private List<String> classes = new ArrayList<>();

  @Range(min = 0, max = 1)
  @Option(
      names = "--min-prob",
      paramLabel = "P",
      description =
          "Images with at least this probability: of the best class, or with --class of all that is"
              + " asked for together.")
  private Double leastProbability; // null: not asked for

  @Range(min = 0, max = 1)
  @Option(names = "--max-prob", paramLabel = "P", description = "The same with less than this.")
  private Double end; // null: not asked for

  @Option(
      names = "--wrong",
      description =
          "Images whose best class is not their label: that of --labels, else the name of their"
              + " folder.")
  private boolean wrong;

  @Option(
      names = "--wrong-as",
      paramLabel = "NAME",
      description = "The same of those alone that are taken for this class.")
  private String wrongAs; // null: not asked for

  @Option(names = "--failed", description = "Images that could not be classified, instead.")
  private boolean failed;

  @Mixin private LabelOptions labels;

  /** Whether images that could not be classified are asked for, and no others. */
  boolean isOfFailed() {
    return failed;
  }

  /**
   * What is asked for.
   *
   * @param notes hears what the user should know
   */
  Predicate<ItemResult> of(Predictions predictions, Consumer<String> notes)
      throws UsageException, IOException {
    boolean isOther = !classes.isEmpty() || leastProbability != null || end != null || isOfWrong();
    if (failed && isOther) {
      throw new UsageException("--failed goes alone: such images have no class");
    }
    if (labels.file != null && !isOfWrong()) {
      throw new UsageException("--labels goes with --wrong or --wrong-as");
    }
    if (failed) {
      return ItemResult.Failed.class::isInstance;
    }
    Optional<NamedClasses> named = predictions.named("--class", classes, List.of());
    List<String> as = wrongAs == null ? List.of() : List.of(wrongAs);
    Optional<NamedClasses> wrongly = predictions.named("--wrong-as", as, List.of());
    Predicate<Predicted> all = image -> named.isEmpty() || named.get().isAnswer(image);
    all = all.and(image -> wrongly.isEmpty() || wrongly.get().isAnswer(image));
    if (leastProbability != null || end != null) {
      all = all.and(image -> isBetween(probability(image, named)));
    }
    if (isOfWrong()) {
      all = all.and(wrong(predictions, notes));
    }
    Predicate<Predicted> wanted = all;
    return record -> record instanceof Predicted image && wanted.test(image);
  }

  private boolean isOfWrong() {
    return wrong || wrongAs != null;
  }

  private static double probability(Predicted image, Optional<NamedClasses> named) {
    return named.isPresent()
        ? named.get().probability(image)
        : image.predictions().get(0).probability();
  }

  /** As precise as records are. */
  private boolean isBetween(double probability) {
    return (leastProbability == null || (float) probability >= leastProbability.floatValue())
        && (end == null || (float) probability < end.floatValue());
  }

  private Predicate<Predicted> wrong(Predictions predictions, Consumer<String> notes)
      throws UsageException, IOException {
    LabelIndex index = new LabelIndex(predictions.names().classes());
    TrueLabels truth = labels.labels(List.of());
    new LabelCheck(truth, index, notes).check(predictions.file(), true);
    return image -> {
      if (truth.of(image.name()).isEmpty()) {
        return false; // nobody knows
      }
      ClassMatch match = truth.match(image.name(), index);
      int best = image.predictions().get(0).classIndex();
      return !match.isAmbiguous() && match.index().orElse(-1) != best;
    };
  }
}
