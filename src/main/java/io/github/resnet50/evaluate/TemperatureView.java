package io.github.resnet50.evaluate;

import java.util.List;
import java.util.Locale;

/** A temperature and what it does, as a table. */
record TemperatureView(String summary, List<Part> rows) {
  /** Some images, before and after. */
  record Part(String name, String images, String nll, String brier, String ece) {}

  static TemperatureView of(TemperatureFit fit) {
    String sample =
        fit.sampled()
            ? format(
                " An even sample of %,d of the %,d labelled images was used, to bound the memory.",
                fit.fitting().images() + fit.heldOut().images(), fit.labelled())
            : "";
    return new TemperatureView(
        format("T = %.4f.", fit.temperature()) + sample,
        List.of(part("fitted on", fit.fitting()), part("held out", fit.heldOut())));
  }

  private static Part part(String name, TemperatureFit.Effect effect) {
    return new Part(
        name,
        format("%,d", effect.images()),
        change(effect.nllBefore(), effect.nllAfter()),
        change(effect.brierBefore(), effect.brierAfter()),
        change(effect.eceBefore(), effect.eceAfter()));
  }

  private static String change(double before, double after) {
    return format("%.4f → %.4f", before, after);
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
