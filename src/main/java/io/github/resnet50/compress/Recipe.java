package io.github.resnet50.compress;

import java.util.OptionalDouble;

/**
 * Which ways of compressing are combined, in this order.
 *
 * @param prune whether channels are removed
 * @param fraction of the channels that can be, how many; empty: as many as may be
 * @param int8 whether convolutions run in 8 bits
 * @param curve whether other fractions are priced too
 */
public record Recipe(boolean prune, OptionalDouble fraction, boolean int8, boolean curve) {
  static final String INT8 = "int8";
  static final String PRUNED = "pruned";

  /** What the form is called in a model's name. */
  public String form() {
    return !prune ? INT8 : int8 ? PRUNED + "-" + INT8 : PRUNED;
  }
}
