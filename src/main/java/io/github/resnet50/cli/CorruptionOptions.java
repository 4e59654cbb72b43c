package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.Evaluation;
import io.github.resnet50.evaluate.Robustness;
import io.github.resnet50.evaluate.Robustness.Condition;
import io.github.resnet50.evaluate.TargetClasses;
import io.github.resnet50.evaluate.corrupt.Corruption;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.run.ClassifySettings;
import io.github.resnet50.run.ClassifySettings.Kept;
import io.github.resnet50.run.ModelSource.SharedModel;
import io.github.resnet50.run.RunOutcome.End;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** The corruptions that a model is evaluated on too. */
@Heading(Section.METHOD)
final class CorruptionOptions {
  @Option(
      names = "--corruptions",
      completionCandidates = Names.class,
      paramLabel = "NAME[:SEVERITY]",
      split = ",",
      description =
          "Evaluate on corrupted images too, a run for each: all, or names such as fog, at severity"
              + " 1 to 5 or all five (Hendrycks and Dietterich 2019). For comparing models here:"
              + " frost is not ImageNet-C's, so that no published mCE is comparable.")
  List<String> names = new ArrayList<>();

  /** For the shell. */
  static final class Names extends Candidates.Words {
    Names() {
      super(
          Stream.concat(
                  Stream.of("all"), Arrays.stream(Corruption.values()).map(Corruption::toString))
              .toArray(String[]::new));
    }
  }

  boolean any() {
    return !names.isEmpty();
  }

  /** In the order in which they were asked for, each once. */
  List<Condition> conditions() throws UsageException {
    Set<Condition> conditions = new LinkedHashSet<>();
    for (String name : names) {
      try {
        conditions.addAll(Condition.parse(name));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--corruptions " + e.getMessage(), e);
      }
    }
    return List.copyOf(conditions);
  }

  /**
   * Runs all of them.
   *
   * @param clean top-1 accuracy without
   * @return empty where a signal ended it, or no corrupted image was classified
   */
  Optional<Robustness> run(
      RunSetup run, TrueLabels labels, Double temperature, double clean, long seed)
      throws Exception {
    List<Robustness.ConditionResult> results = new ArrayList<>();
    try (SharedModel shared = run.sharedModel()) {
      for (Condition condition : conditions()) {
        Evaluation evaluation =
            new Evaluation(labels, TargetClasses.of(run.spec().labels()), List.of());
        End end =
            run.run(
                    condition.toString(),
                    shared,
                    ClassifySettings.keeping(Kept.PROBABILITIES)
                        .at(temperature)
                        .filtered(condition.filter(seed)),
                    columns -> evaluation.sink((result, verdict) -> {}, null))
                .end();
        if (end == End.STOPPED || evaluation.images().evaluated() == 0) {
          return Optional.empty();
        }
        results.add(Robustness.ConditionResult.of(condition, evaluation));
      }
    }
    return Optional.of(Robustness.of(clean, results));
  }
}
