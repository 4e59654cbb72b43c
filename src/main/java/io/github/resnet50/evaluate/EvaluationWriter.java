package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.metrics.ConfusionMatrix.Cell;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.io.Writer;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An evaluation's files; the writer is flushed and stays open. */
public final class EvaluationWriter {
  private EvaluationWriter() {}

  /** Everything, as one object. */
  public static void writeJson(EvaluationReport report, Writer out) throws IOException {
    out.write(ReportJson.GSON.toJson(report));
    out.write("\n");
    out.flush();
  }

  /** A header and a line a metric. */
  public static void writeCsv(Scores scores, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(out, "metric", "value", "low", "high");
    for (Map.Entry<Metric, Estimate> metric : scores.metrics().entrySet()) {
      Estimate estimate = metric.getValue();
      CsvSink.FORMAT.printRecord(
          out,
          metric.getKey(),
          Decimals.measured(estimate.value()),
          Decimals.measured(estimate.low()),
          Decimals.measured(estimate.high()));
    }
    out.flush();
  }

  /** A header and a line a class that occurs. */
  public static void writeClasses(List<ClassScore> classes, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(
        out,
        "index",
        "id",
        "label",
        "support",
        "predicted",
        "correct",
        "precision",
        "recall",
        "f1");
    for (ClassScore c : classes) {
      CsvSink.FORMAT.printRecord(
          out,
          c.index(),
          c.id(),
          c.label(),
          c.support(),
          c.predicted(),
          c.correct(),
          Decimals.measured(c.precision()),
          Decimals.measured(c.recall()),
          Decimals.measured(c.f1()));
    }
    out.flush();
  }

  /** A header and a line a cell of the confusion matrix that is not empty. */
  public static void writeConfusion(Scores scores, Writer out) throws IOException {
    Map<Integer, ClassScore> classes = byIndex(scores.classes());
    CsvSink.FORMAT.printRecord(
        out,
        "true_index",
        "true_id",
        "true_label",
        "predicted_index",
        "predicted_id",
        "predicted_label",
        "images");
    for (Cell cell : scores.confusion()) {
      ClassScore truth = classes.get(cell.trueClass());
      ClassScore predicted = classes.get(cell.predictedClass());
      CsvSink.FORMAT.printRecord(
          out,
          truth.index(),
          truth.id(),
          truth.label(),
          predicted.index(),
          predicted.id(),
          predicted.label(),
          cell.images());
    }
    out.flush();
  }

  static Map<Integer, ClassScore> byIndex(List<ClassScore> classes) {
    return classes.stream().collect(Collectors.toMap(ClassScore::index, Function.identity()));
  }
}
