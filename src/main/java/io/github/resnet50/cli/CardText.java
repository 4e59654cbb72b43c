package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.model.store.CardPart;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.model.store.ModelCard.Choice;
import io.github.resnet50.model.store.ModelCard.Prepared;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** A model's card as text: a line a fact. */
final class CardText {
  private final PrintWriter out;

  /** Why a card may have no evidence, after trying to get some. */
  static final String NOTHING_TO_VERIFY_ON =
      "no: the sample images are of none of its classes (models verify --images)";

  /** Why it may have none, after not trying. */
  static final String NOT_TRIED = "no: not tried (models verify does)";

  private final String unverified;

  /**
   * @param unverified what to say of a card without evidence
   */
  CardText(PrintWriter out, String unverified) {
    this.out = out;
    this.unverified = unverified;
  }

  void print(ModelCard card) {
    if (card.compression() != null) {
      new LabelText(out).print(card);
      return;
    }
    line("model", card.name());
    line("source", card.source());
    line("size", Text.megabytes(card.bytes()));
    line("input", input(card.input()));
    line("classes", classes(card));
    line("scaling", choice(card.scaling()));
    line("resize", choice(card.resize()));
    line("prepared", prepared(card.preparation()));
    line("outputs", outputs(card.preparation().outputs()));
    if (card.adaptation() == null) {
      line(
          "verified",
          Optional.ofNullable(card.verification()).flatMap(CardPart::summary).orElse(unverified));
    } else {
      AdaptationText.facts(card.adaptation().json()).forEach(this::line);
    }
    line("use it", "resnet50 classify -m " + card.name() + " PATH...");
  }

  private void line(String name, String value) {
    out.println(String.format(Locale.ROOT, "%-9s %s", name, Text.escape(value)));
  }

  static String input(ModelCard.Input input) {
    return input.width()
        + "x"
        + input.height()
        + " "
        + (input.dtype().equals("DT_UINT8") ? "bytes" : "floats")
        + ", "
        + input.layout();
  }

  private static String classes(ModelCard card) {
    String count = card.classes() == 0 ? "unknown" : Integer.toString(card.classes());
    return count
        + (card.labels() == null
            ? ", by number: no labels found (--labels FILE)"
            : ", labels from " + card.labels());
  }

  private static String choice(Choice choice) {
    return choice.value()
        + " - "
        + choice.origin().name().toLowerCase(Locale.ROOT)
        + (choice.evidence() == null ? "" : ": " + choice.evidence());
  }

  private static String prepared(Prepared prepared) {
    String agreement =
        prepared.maxDifference() == null
            ? ""
            : String.format(
                Locale.ROOT,
                "max |dp| %.1e, same top-1 on %d of %d sample images",
                prepared.maxDifference(),
                prepared.sameTop1(),
                prepared.images());
    if (!prepared.used()) {
      return "no, runs as it came: "
          + prepared.reason()
          + (agreement.isEmpty() ? "" : " (" + agreement + ")");
    }
    return "yes: " + agreement;
  }

  private static String outputs(Map<String, List<Long>> outputs) {
    return outputs.isEmpty()
        ? "its own only"
        : outputs.entrySet().stream()
            .map(output -> output.getKey() + " " + shape(output.getValue()))
            .collect(Collectors.joining(", "));
  }

  private static String shape(List<Long> sizes) {
    return sizes.stream()
        .map(size -> size < 0 ? "N" : Long.toString(size))
        .collect(Collectors.joining(",", "[", "]"));
  }
}
