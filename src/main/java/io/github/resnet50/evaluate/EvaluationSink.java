package io.github.resnet50.evaluate;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.PredictionSink;
import java.io.IOException;

/** Evaluates records on their way to wherever else they go. */
public final class EvaluationSink implements PredictionSink {
  private final Evaluation evaluation;
  private final PredictionSink next;

  /**
   * @param next null where they go nowhere else
   */
  public EvaluationSink(Evaluation evaluation, PredictionSink next) {
    this.evaluation = evaluation;
    this.next = next;
  }

  @Override
  public void write(ItemResult result) throws IOException {
    evaluation.add(result);
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
