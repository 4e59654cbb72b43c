package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Estimate;
import java.util.Locale;

/** Metrics as people read them. */
final class MetricText {
  private MetricText() {}

  static String name(String metric) {
    return switch (metric) {
      case "macro_precision" -> "Macro precision";
      case "macro_recall" -> "Macro recall";
      case "macro_f1" -> "Macro F1";
      case "micro_f1" -> "Micro F1";
      case "nll" -> "NLL, nat";
      case "brier" -> "Brier score";
      case "ece" -> "ECE";
      case "mce" -> "MCE";
      default -> isAccuracy(metric) ? "Top-" + metric.substring(3) + " accuracy" : metric;
    };
  }

  /** Accuracies in percent. */
  static String value(String metric, Estimate e) {
    return isAccuracy(metric) ? number("%.1f %%", 100 * e.value()) : number("%.4f", e.value());
  }

  static String interval(String metric, Estimate e) {
    return isAccuracy(metric)
        ? number("%.1f", 100 * e.low()) + " to " + number("%.1f %%", 100 * e.high())
        : number("%.4f", e.low()) + " to " + number("%.4f", e.high());
  }

  private static boolean isAccuracy(String metric) {
    return metric.matches("top\\d+");
  }

  private static String number(String pattern, double value) {
    return String.format(Locale.ROOT, pattern, value);
  }
}
