package io.github.resnet50.evaluate;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.Verdict;
import java.io.IOException;
import java.util.function.BiConsumer;

/** Evaluates records on their way to wherever else they go. */
public final class EvaluationSink implements PredictionSink {
  private final Evaluation evaluation;
  private final BiConsumer<ItemResult, Verdict> judged;
  private final PredictionSink next;

  /**
   * @param judged hears what the labels say
   * @param next null where they go nowhere else
   */
  public EvaluationSink(
      Evaluation evaluation, BiConsumer<ItemResult, Verdict> judged, PredictionSink next) {
    this.evaluation = evaluation;
    this.judged = judged;
    this.next = next;
  }

  @Override
  public void write(ItemResult result) throws IOException {
    judged.accept(result, evaluation.add(result));
    if (next != null) {
      next.write(result);
    }
  }

  @Override
  public void flush() throws IOException {
    if (next != null) {
      next.flush();
    }
  }

  @Override
  public void close() throws IOException {
    if (next != null) {
      next.close();
    }
  }
}
