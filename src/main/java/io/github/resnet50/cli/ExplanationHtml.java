package io.github.resnet50.cli;

import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.explain.ExplainedImage;
import io.github.resnet50.explain.Explanation;
import io.github.resnet50.explain.ExplanationSummary;
import io.github.resnet50.explain.Faithfulness.Scores;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.html.ExplanationPage;
import io.github.resnet50.report.html.ExplanationPage.Heat;
import io.github.resnet50.report.html.ExplanationPage.Measured;
import io.github.resnet50.report.html.ExplanationPage.Row;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The page of a run, where one is wanted. */
final class ExplanationHtml implements AutoCloseable {
  private final Output output;
  private final ExplanationPage page;

  private ExplanationHtml(Output output, ExplanationPage page) {
    this.output = output;
    this.page = page;
  }

  /**
   * Opens its output now, so that an unusable path is known before any work is done.
   *
   * @param html null where none is wanted
   */
  static ExplanationHtml open(Path html, InputOptions input, boolean overwrite, Context context)
      throws UsageException {
    if (html == null) {
      return new ExplanationHtml(null, null);
    }
    new InputGuard(input).check("--html", html);
    return new ExplanationHtml(
        OutputOptions.open(html, overwrite, context), new ExplanationPage(html));
  }

  void add(ExplainedImage image) {
    if (page == null) {
      return;
    }
    String name = image.ref().name();
    if (image.failure() != null) {
      page.fail(name, image.failure().toString());
    } else {
      page.add(name, image.explanations().stream().map(e -> heat(image, e)).toList());
    }
  }

  private static Heat heat(ExplainedImage image, Explanation explanation) {
    List<String> notes = new ArrayList<>();
    Double area = explanation.concentration().halfMassArea();
    notes.add(
        area == null
            ? "nothing speaks for the class"
            : String.format(Locale.ROOT, "half of it on %.0f %% of the area", 100 * area));
    if (explanation.faithfulness() != null) {
      Scores scores = explanation.faithfulness().scores();
      notes.add(
          String.format(
              Locale.ROOT,
              "deletion %.2f, insertion %.2f",
              scores.deletionAuc(),
              scores.insertionAuc()));
    }
    return new Heat(
        image.pixels(),
        explanation.overlay(),
        explanation.label().name(),
        explanation.probability(),
        explanation.method().toString(),
        String.join("; ", notes));
  }

  void write(String model, List<ExplanationSummary.Row> rows, boolean complete) throws IOException {
    if (page == null || rows.isEmpty()) {
      return;
    }
    page.write(
        "resnet50 " + Version.number(),
        model,
        measured(rows),
        complete ? "" : "Not all: interrupted.",
        OutputFormat.writer(output.stream()));
    output.commit();
  }

  private static Measured measured(List<ExplanationSummary.Row> rows) {
    boolean scored = rows.stream().anyMatch(row -> row.scores() != null);
    boolean checked = rows.stream().anyMatch(row -> row.sanity() != null);
    List<String> columns = new ArrayList<>(List.of("Maps", "Half-mass area", "ms an image"));
    if (scored) {
      columns.addAll(List.of("Deletion AUC", "Insertion AUC", "Average drop", "Increase"));
    }
    if (checked) {
      columns.add("Shuffled weights");
    }
    List<Row> lines = new ArrayList<>();
    for (ExplanationSummary.Row row : rows) {
      List<String> cells = new ArrayList<>();
      cells.add(Long.toString(row.explanations()));
      cells.add(number(row.halfMassArea()));
      cells.add(String.format(Locale.ROOT, "%.1f", row.msAnImage()));
      if (scored) {
        cells.addAll(cells(row.scores()));
      }
      if (checked) {
        cells.add(number(row.sanity()));
      }
      lines.add(new Row(row.method().toString(), cells));
    }
    if (scored) {
      List<String> cells = new ArrayList<>(List.of("", "", ""));
      cells.addAll(cells(rows.get(0).random()));
      lines.add(new Row("random maps", cells));
    }
    return new Measured(columns, lines, note(scored, checked));
  }

  private static String note(boolean scored, boolean checked) {
    return "Half-mass area: the smallest share of the image that holds half of a map."
        + (scored
            ? " Deletion: the mean probability while the map's highest places go first; lower is"
                + " better. Insertion: while they come first; higher is better. Drop: what is lost"
                + " where the image is darkened as the map is low; lower is better."
            : "")
        + (checked
            ? " Shuffled weights: rank correlation with the map of a model that has learnt nothing;"
                + " near 1 the method does not look at the model."
            : "");
  }

  private static List<String> cells(Scores scores) {
    return List.of(
        number(scores.deletionAuc()),
        number(scores.insertionAuc()),
        number(scores.averageDrop()),
        number(scores.increase()));
  }

  private static String number(Double value) {
    return value == null ? "–" : String.format(Locale.ROOT, "%.3f", value);
  }

  @Override
  public void close() throws IOException {
    if (output != null) {
      output.close();
    }
  }
}
