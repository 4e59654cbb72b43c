package io.github.resnet50.engine;

import java.util.Locale;
import java.util.Optional;

/**
 * Whose kernels compute a model's convolutions in TensorFlow. Which are faster depends on the
 * processor and the model, by a third and more either way; their results differ in the last digits.
 */
public enum Kernels {
  /** The default ones; the only ones for 8-bit forms. */
  ONEDNN("oneDNN"),
  /** For convolutions alone; the rest is oneDNN's. */
  EIGEN("Eigen"),
  /** Eigen's for everything: oneDNN is switched off for the process, which users do, not bench. */
  PLAIN("no oneDNN");

  /**
   * TensorFlow's own variable, which switches oneDNN on or off for a whole process. A user who sets
   * it has chosen.
   */
  public static final String VARIABLE = "TF_ENABLE_ONEDNN_OPTS";

  private final String title;

  Kernels(String title) {
    this.title = title;
  }

  /** Their name in texts. */
  public String title() {
    return title;
  }

  /**
   * The choice that a user has made by {@link #VARIABLE}.
   *
   * @param value of the variable, or null; what TensorFlow would not read is no choice
   */
  public static Optional<Kernels> chosenBy(String value) {
    return switch (value == null ? "" : value.toLowerCase(Locale.ROOT)) {
      case "0", "false" -> Optional.of(PLAIN);
      case "1", "true" -> Optional.of(ONEDNN);
      default -> Optional.empty();
    };
  }

  /** As reports have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
