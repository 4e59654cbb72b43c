package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.compress.CompressionLabel;
import io.github.resnet50.model.store.ModelCard;
import java.io.PrintWriter;
import java.util.Locale;

/** A compressed model's label for people: a line a fact. */
final class LabelText {
  private final PrintWriter out;

  LabelText(PrintWriter out) {
    this.out = out;
  }

  void print(ModelCard card) {
    line("model", card.name());
    CompressionLabel.facts(card.compression().json())
        .forEach(fact -> line(fact.name(), fact.value()));
    line("use it", "resnet50 classify -m " + card.name() + " PATH...");
  }

  private void line(String name, String value) {
    out.println(String.format(Locale.ROOT, "%-10s %s", name, Text.escape(value)));
  }
}
