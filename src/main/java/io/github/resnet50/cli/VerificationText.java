package io.github.resnet50.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.verify.PairedComparison;
import io.github.resnet50.model.verify.Verification;
import io.github.resnet50.model.verify.Verification.TestImages;
import io.github.resnet50.model.verify.Verification.TestedCandidate;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;

/** A verification as a table or as JSON. */
record VerificationText(ModelSpec spec, Verification verification) {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final Table<TestedCandidate> CANDIDATES =
      Table.of(
          Column.shown(TestedCandidate::channelOrder).text("order", "%-5s"),
          Column.shown(TestedCandidate::scaling).text("scaling", "  %-15s"),
          Column.shown(TestedCandidate::resizing).text("resizing", "  %-16s"),
          Column.<TestedCandidate>shown(t -> 100 * t.accuracy().top1()).text("top-1", "  %4.1f %%"),
          Column.<TestedCandidate>shown(t -> 100 * t.accuracy().top5()).text("top-5", "  %4.1f %%"),
          Column.<TestedCandidate>shown(t -> t.accuracy().meanLogProbability())
              .text("log-prob", "  %9.3f"),
          Column.shown(VerificationText::versusDeclared)
              .text("gain on declared, better:worse images", "  %s"));

  /** Keys: {@code model}, {@code directory}, then those of {@link Verification#json}. */
  String json() {
    JsonObject object = new JsonObject();
    object.addProperty("model", spec.name());
    object.addProperty("directory", spec.directory().toString());
    verification.json().asMap().forEach(object::add);
    return GSON.toJson(object) + "\n";
  }

  /** A line a candidate, the best first, and the conclusion. */
  String table() {
    TestImages images = verification.images();
    return Text.format(
        """
        model %s on %s (%s)%s

        %s

        %s
        """,
        Text.escape(spec.name()),
        images.used() == 1 ? "1 image" : images.used() + " images",
        Text.escape(images.source()),
        leftOut(images),
        String.join("\n", CANDIDATES.lines(verification.candidates())),
        Text.escape(verification.summary()));
  }

  private static String leftOut(TestImages images) {
    String unmatched =
        images.unmatched() == 0
            ? ""
            : "; left out: " + images.unmatched() + " without a label of the model";
    String failed = images.failed() == 0 ? "" : "; " + images.failed() + " could not be read";
    return unmatched + failed;
  }

  private static String versusDeclared(TestedCandidate tried) {
    if (tried.declared()) {
      return tried.best() ? "declared, best" : "declared";
    }
    PairedComparison comparison = tried.versusDeclared();
    return comparison.text("%+7.3f")
        + Text.format("  %d:%d", comparison.better(), comparison.worse())
        + (tried.best() ? "  best" : "");
  }
}
