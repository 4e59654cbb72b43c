package io.github.resnet50.cli;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.evaluate.Evaluation;
import io.github.resnet50.evaluate.PriceList.Price;
import io.github.resnet50.evaluate.TargetClasses;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.run.ClassifySettings;
import io.github.resnet50.run.ClassifySettings.Kept;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.RunOutcome.End;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The runs of {@code evaluate} with several input sizes, one after the other. */
final class SizePrices {
  private final List<RunSetup> runs;
  private final TrueLabels labels;
  private RunOutcome last;
  private Evaluation evaluation;

  /**
   * @param runs of one model, one for each size
   */
  SizePrices(List<RunSetup> runs, TrueLabels labels) {
    this.runs = List.copyOf(runs);
    this.labels = labels;
  }

  /**
   * Loads the model for every size once: that it does not take one is to be known before others
   * have been measured for minutes.
   */
  private void tryAll() throws ModelException {
    for (RunSetup run : runs) {
      Engine engine = run.engine();
      engine.start();
      try (LoadedModel model = engine.load(run.spec(), request())) {
        run.spec().labels(model.labels().size());
      }
    }
  }

  private static LoadRequest request() {
    return LoadRequest.of(ModelOutput.PROBABILITIES);
  }

  /** Runs all; empty where a signal ended one, or no image could be scored. */
  Optional<List<Price>> run() throws Exception {
    tryAll();
    List<Price> prices = new ArrayList<>();
    for (RunSetup run : runs) {
      TargetClasses classes = TargetClasses.of(run.spec().labels());
      evaluation = new Evaluation(labels, classes, List.of());
      String size = run.spec().preprocessing().size();
      last =
          run.run(
              size,
              ClassifySettings.keeping(Kept.PROBABILITIES),
              columns -> evaluation.sink((result, verdict) -> {}, null),
              (ref, pixels) -> {});
      if (last.end() == End.STOPPED || evaluation.images().evaluated() == 0) {
        return Optional.empty();
      }
      prices.add(
          Price.of(
              size,
              run.spec().preprocessing().describe(),
              evaluation,
              last.measurements().imagesPerSecond()));
    }
    return Optional.of(prices);
  }

  /** Of the last run. */
  RunOutcome outcome() {
    return last;
  }

  /** Of the last run. */
  Evaluation evaluation() {
    return evaluation;
  }
}
