package io.github.resnet50.compare;

import io.github.resnet50.basics.Text;
import io.github.resnet50.compare.ComparisonReport.Difference;
import io.github.resnet50.compare.ComparisonReport.Images;
import io.github.resnet50.compare.ComparisonReport.Truth;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.Prediction;
import io.github.resnet50.report.ReportJson;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A comparison's three forms; the writer is flushed and stays open. */
public final class ComparisonWriter {
  private static final int TOLD_DIFFERENCES = 20;

  private ComparisonWriter() {}

  /** Everything, as one object. */
  public static void writeJson(ComparisonReport report, Writer out) throws IOException {
    out.write(ReportJson.GSON.toJson(report));
    out.write("\n");
    out.flush();
  }

  /** A header and a line an image whose most probable class is not the same. */
  public static void writeCsv(ComparisonReport report, Writer out) throws IOException {
    CsvSink.FORMAT.printRecord(
        out, "path", "label", "a_index", "a_id", "a_label", "a_prob", "b_index", "b_id", "b_label",
        "b_prob");
    for (Difference difference : report.differences()) {
      Prediction a = difference.a();
      Prediction b = difference.b();
      CsvSink.FORMAT.printRecord(
          out,
          difference.path(),
          difference.label() == null ? "" : difference.label(),
          a.classIndex(),
          a.id(),
          a.label(),
          CsvSink.probability(a),
          b.classIndex(),
          b.id(),
          b.label(),
          CsvSink.probability(b));
    }
    out.flush();
  }

  /** For people, safe to show on a terminal. */
  public static void writeTable(ComparisonReport report, Writer out) throws IOException {
    for (String line : lines(report)) {
      out.write(Text.escape(line) + "\n");
    }
    out.flush();
  }

  private static List<String> lines(ComparisonReport report) {
    List<String> lines = new ArrayList<>();
    Images images = report.images();
    lines.add("A: " + report.a());
    lines.add("B: " + report.b());
    lines.add(
        format(
            "%d images compared; failed in A %d, in B %d; only in A %d, only in B %d",
            images.compared(), images.failedA(), images.failedB(), images.onlyA(), images.onlyB()));
    lines.add("");
    lines.add(format("same top-1          %8.4f", report.top1Agreement()));
    lines.add(format("top-%d in common     %8.4f", report.topK(), report.topKOverlap()));
    if (report.meanDifference() != null) {
      lines.add(
          format(
              "|difference of p|   %8.2g mean, %.2g largest, of classes that both list",
              report.meanDifference(), report.maxDifference()));
    }
    if (report.truth() != null) {
      addTruth(lines, report.truth());
    }
    addDifferences(lines, report.differences());
    return lines;
  }

  private static void addTruth(List<String> lines, Truth truth) {
    lines.add("");
    lines.add(
        format(
            "top-1 accuracy of A %8.4f, of B %.4f, on %d images (labels: %s)",
            truth.accuracyA(), truth.accuracyB(), truth.images(), truth.labels()));
    lines.add(
        format(
            "both right %d, only A %d, only B %d, both wrong %d; McNemar's exact test: p = %.4g",
            truth.bothRight(),
            truth.onlyARight(),
            truth.onlyBRight(),
            truth.bothWrong(),
            truth.pValue()));
  }

  private static void addDifferences(List<String> lines, List<Difference> differences) {
    if (differences.isEmpty()) {
      return;
    }
    lines.add("");
    lines.add("Different top-1:");
    for (Difference d : differences.subList(0, Math.min(TOLD_DIFFERENCES, differences.size()))) {
      lines.add(
          format(
              "  %s: %s (%.3f) / %s (%.3f)%s",
              d.path(),
              d.a().label(),
              d.a().probability(),
              d.b().label(),
              d.b().probability(),
              d.label() == null ? "" : ", is " + d.label()));
    }
    if (differences.size() > TOLD_DIFFERENCES) {
      lines.add("  ... and " + (differences.size() - TOLD_DIFFERENCES) + " more; see --output");
    }
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
