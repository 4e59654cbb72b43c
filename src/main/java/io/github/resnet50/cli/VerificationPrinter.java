package io.github.resnet50.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.verify.Comparison;
import io.github.resnet50.model.verify.Verification;
import io.github.resnet50.model.verify.Verification.Line;
import io.github.resnet50.model.verify.VerificationEvidence;
import java.util.Locale;

/** A verification as text for people or as JSON for programs. */
final class VerificationPrinter {
  private static final Gson GSON =
      new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
  private static final String HEADER =
      "%-5s  %-15s  %-16s  %6s  %6s  %9s  %s"
          .formatted(
              "order",
              "scaling",
              "resizing",
              "top-1",
              "top-5",
              "log-prob",
              "gain on declared, better:worse images");

  private final ModelSpec spec;
  private final Verification verification;

  VerificationPrinter(ModelSpec spec, Verification verification) {
    this.spec = spec;
    this.verification = verification;
  }

  /** Keys: {@code model}, {@code directory}, then those of the records. */
  String json() {
    JsonObject object = new JsonObject();
    object.addProperty("model", spec.name());
    object.addProperty("directory", spec.directory().toString());
    GSON.toJsonTree(verification).getAsJsonObject().asMap().forEach(object::add);
    return GSON.toJson(object) + "\n";
  }

  /** A line a candidate, the best first, and the verdict. */
  String table() {
    VerificationEvidence evidence = verification.evidence();
    StringBuilder text = new StringBuilder();
    text.append("model ")
        .append(Text.escape(spec.name()))
        .append(" on ")
        .append(evidence.images())
        .append(" images (")
        .append(Text.escape(evidence.source()))
        .append(')')
        .append(leftOut(evidence))
        .append("\n\n")
        .append(HEADER.stripTrailing())
        .append('\n');
    verification.candidates().forEach(line -> text.append(row(line)).append('\n'));
    return text.append('\n').append(Text.escape(evidence.summary())).append('\n').toString();
  }

  private static String leftOut(VerificationEvidence evidence) {
    String unmatched =
        evidence.unmatched() == 0
            ? ""
            : "; left out: " + evidence.unmatched() + " without a label of the model";
    String failed = evidence.failed() == 0 ? "" : "; " + evidence.failed() + " could not be read";
    return unmatched + failed;
  }

  private static String row(Line line) {
    String mark = line.declared() ? line.best() ? "declared, best" : "declared" : versus(line);
    return String.format(
            Locale.ROOT,
            "%-5s  %-15s  %-16s  %4.1f %%  %4.1f %%  %9.3f  %s",
            line.channelOrder(),
            line.scaling(),
            line.resizing(),
            100 * line.score().top1(),
            100 * line.score().top5(),
            line.score().meanLogProbability(),
            mark)
        .stripTrailing();
  }

  private static String versus(Line line) {
    Comparison comparison = line.versusDeclared();
    String difference =
        String.format(
            Locale.ROOT,
            "%+7.3f ± %.3f  %d:%d",
            comparison.gain(),
            comparison.standardError(),
            comparison.better(),
            comparison.worse());
    return line.best() ? difference + "  best" : difference;
  }
}
