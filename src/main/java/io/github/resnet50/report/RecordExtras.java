package io.github.resnet50.report;

import io.github.resnet50.report.Certainty.Threshold;

/**
 * What records hold at their end, beside what every record holds.
 *
 * @param scores whether a {@link Certainty}
 * @param threshold by which images are marked as uncertain; null: they are not
 */
public record RecordExtras(boolean scores, Threshold threshold) {
  /** Nothing. */
  public static final RecordExtras NONE = new RecordExtras(false, null);

  /** Whether records need all of an image's scores. */
  public boolean any() {
    return scores || threshold != null;
  }
}
