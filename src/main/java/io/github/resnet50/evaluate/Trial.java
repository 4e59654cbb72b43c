package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.corrupt.Corruption;
import io.github.resnet50.run.Scoring.PixelFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A corruption at one severity.
 *
 * @param severity 1 to 5
 */
public record Trial(Corruption corruption, int severity) {

  /**
   * Reads {@code fog:3}, {@code fog} for all severities, {@code all} or {@code all:1}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static List<Trial> parse(String text) {
    String[] parts = text.split(":", 2);
    List<Trial> trials = new ArrayList<>();
    for (Corruption corruption : Corruption.values()) {
      if (parts[0].equals("all") || parts[0].equals(corruption.toString())) {
        for (int severity = 1; severity <= Corruption.WORST; severity++) {
          if (parts.length == 1 || parts[1].equals(Integer.toString(severity))) {
            trials.add(new Trial(corruption, severity));
          }
        }
      }
    }
    if (trials.isEmpty()) {
      throw new IllegalArgumentException(
          text
              + ": expected NAME or NAME:SEVERITY, 1 to "
              + Corruption.WORST
              + ", with a name of all, "
              + Arrays.stream(Corruption.values())
                  .map(Corruption::toString)
                  .collect(Collectors.joining(", ")));
    }
    return List.copyOf(trials);
  }

  /** Corrupts every image, the same in every run with the same seed. */
  public PixelFilter filter(long seed) {
    return (ref, pixels) ->
        corruption.apply(
            pixels, severity, new SplittableRandom(NameHash.of(ref.name() + "\0" + this, seed)));
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "%s:%d", corruption, severity);
  }
}
