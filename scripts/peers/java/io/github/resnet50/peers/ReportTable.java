package io.github.resnet50.peers;

import io.github.resnet50.peers.Answers.Agreement;
import io.github.resnet50.peers.ComparisonReport.Row;
import io.github.resnet50.peers.ComparisonReport.Spread;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** A report for people: columns of text, or Markdown. */
final class ReportTable {
  private static final List<String> NOTES =
      List.of(
          "Medians over the rounds, [min .. max]. In every round each contestant runs once, in a"
              + " process of its own; each round begins with another one. Ratios are taken round by"
              + " round: 1.80 means that resnet50, end to end, is 1.80 times as fast.",
          "End to end: files in, predictions out; images/s are those of the steady part (from the"
              + " end of the first batch of every predictor to the end of the last batch; of a run"
              + " with fewer than four batches more a predictor, all images over the time from the"
              + " start), wall s that of the whole process, its start included.",
          "Bare: pixels in memory in, probabilities out, after a warm-up; its wall s say nothing"
              + " about it.",
          "Of sgemm: the network's floating-point operations a second, of those that large matrix"
              + " products reach on all cores.",
          "Predictions: images with the same top-1 as resnet50 in fp32, and the largest difference"
              + " of a probability among resnet50's top 5. DJL resizes images in its own way; in"
              + " brackets: its network on resnet50's pixels.",
          "All have the same cores and the weights of one SavedModel. ONNX Runtime and PyTorch run"
              + " at the fastest of a few settings, DJL at the better of two batch sizes. ONNX"
              + " Runtime's pipeline is resnet50's own (decoding, resizing, batches, writing); only"
              + " the engine differs.");

  private final ComparisonReport report;
  private final boolean markdown;

  ReportTable(ComparisonReport report, boolean markdown) {
    this.report = report;
    this.markdown = markdown;
  }

  private record Column(String header, boolean left, Function<Row, String> cell) {}

  private final List<Column> columns =
      List.of(
          new Column("contestant", true, row -> row.title() + ", " + row.kind()),
          new Column("images/s", false, row -> spread(row.imagesPerSecond(), 1)),
          new Column("of sgemm", false, this::sgemmShare),
          new Column("resnet50 is x times as fast", false, row -> spread(row.oursOverIt(), 2)),
          new Column("wall s", false, row -> median(row.wallSeconds())),
          new Column("wall, over resnet50's", false, row -> spread(row.itsWallOverOurs(), 2)),
          new Column("same top-1, max dp", false, ReportTable::agreement),
          new Column("setting", true, ReportTable::setting));

  @Override
  public String toString() {
    List<List<String>> lines = new ArrayList<>();
    lines.add(columns.stream().map(Column::header).toList());
    for (Row row : report.rows()) {
      lines.add(columns.stream().map(column -> column.cell.apply(row)).toList());
    }
    StringBuilder text = new StringBuilder();
    text.append(title()).append("\n\n");
    for (int i = 0; i < lines.size(); i++) {
      text.append(line(lines.get(i), lines)).append('\n');
      if (i == 0 && markdown) {
        text.append('|');
        columns.forEach(column -> text.append(column.left ? "---|" : "--:|"));
        text.append('\n');
      }
    }
    text.append('\n');
    NOTES.forEach(note -> text.append(markdown ? "- " + note : note).append('\n'));
    return text.toString();
  }

  private String title() {
    return String.format(
        Locale.ROOT,
        "%s, %s, %d cores; %d images, rounds: %d; %tF",
        report.model(),
        report.host().cpu(),
        report.host().cores(),
        report.images(),
        report.rounds(),
        report.started().atZone(ZoneOffset.UTC));
  }

  private String line(List<String> cells, List<List<String>> all) {
    StringBuilder line = new StringBuilder(markdown ? "|" : "");
    for (int c = 0; c < cells.size(); c++) {
      int column = c;
      int width = all.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
      String pad = markdown ? "" : " ".repeat(width - cells.get(c).length());
      String cell = columns.get(c).left ? cells.get(c) + pad : pad + cells.get(c);
      line.append(markdown ? " " + cell + " |" : cell + "   ");
    }
    return line.toString().stripTrailing();
  }

  /** Of what is computed in fp32. */
  private String sgemmShare(Row row) {
    return report.peak() == null || row.imagesPerSecond() == null || row.id().contains("int8")
        ? "-"
        : String.format(
            Locale.ROOT, "%.0f %%", 100 * report.peak().share(row.imagesPerSecond().median()));
  }

  private static String setting(Row row) {
    return row.problem() != null ? row.problem() : row.setting();
  }

  private static String spread(Spread spread, int digits) {
    if (spread == null) {
      return "-";
    }
    String number = "%." + digits + "f";
    return String.format(
        Locale.ROOT,
        number + " [" + number + " .. " + number + "]",
        spread.median(),
        spread.min(),
        spread.max());
  }

  private static String median(Spread spread) {
    return spread == null ? "-" : String.format(Locale.ROOT, "%.1f", spread.median());
  }

  private static String agreement(Row row) {
    if (row.agreement() == null) {
      return "-";
    }
    String own = agreement(row.agreement());
    return row.agreementOnSameInputs() == null
        ? own
        : own + " (" + agreement(row.agreementOnSameInputs()) + ")";
  }

  private static String agreement(Agreement agreement) {
    return String.format(
        Locale.ROOT,
        "%d/%d, %.1g",
        agreement.sameTop1(),
        agreement.images(),
        agreement.maxDifference());
  }
}
