package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.Evaluation;
import io.github.resnet50.evaluate.EvaluationSink;
import io.github.resnet50.evaluate.Robustness;
import io.github.resnet50.evaluate.Trial;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.run.RunOutcome.End;
import io.github.resnet50.run.Scoring;
import io.github.resnet50.run.Scoring.Kept;
import io.github.resnet50.run.SharedModel;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine.Option;

/** Which corruptions a model is to stand. */
final class CorruptionOptions {
  @Option(
      names = "--corruptions",
      paramLabel = "NAME[:SEVERITY]",
      split = ",",
      description =
          "Evaluate on corrupted images too, a run for each: all, or names such as fog or"
              + " gaussian_noise, at severity 1 to 5 or all five (Hendrycks and Dietterich 2019,"
              + " on images of the model's size). all:1,all:3,all:5 are 42 runs.")
  List<String> names = new ArrayList<>();

  boolean any() {
    return !names.isEmpty();
  }

  /** In the order in which they were asked for, each once. */
  List<Trial> trials() throws UsageException {
    Set<Trial> trials = new LinkedHashSet<>();
    for (String name : names) {
      try {
        trials.addAll(Trial.parse(name));
      } catch (IllegalArgumentException e) {
        throw new UsageException("--corruptions " + e.getMessage(), e);
      }
    }
    return List.copyOf(trials);
  }

  /**
   * Runs all of them.
   *
   * @param clean top-1 accuracy without
   * @return null where a signal ended it, or no corrupted image was classified
   */
  Robustness run(ModelRun run, TrueLabels labels, Double temperature, double clean, long seed)
      throws Exception {
    List<Robustness.Row> rows = new ArrayList<>();
    try (SharedModel shared = run.sharedModel()) {
      for (Trial trial : trials()) {
        Evaluation evaluation =
            new Evaluation(labels, Evaluation.classes(run.spec().labels()), List.of());
        End end =
            run.run(
                    trial.toString(),
                    shared,
                    Scoring.keeping(Kept.PROBABILITIES)
                        .at(temperature)
                        .filtered(trial.filter(seed)),
                    columns -> new EvaluationSink(evaluation, (result, verdict) -> {}, null))
                .end();
        if (end == End.STOPPED || evaluation.images().evaluated() == 0) {
          return null;
        }
        rows.add(Robustness.row(trial, evaluation));
      }
    }
    return Robustness.of(clean, rows);
  }
}
