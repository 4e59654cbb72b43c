package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.evaluate.corrupt.Corruption;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.run.ClassifySettings.PixelFilter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * What corruptions do to the accuracy.
 *
 * @param clean top-1 accuracy on the images as they are
 * @param trials in the order in which they were tried
 * @param corruptions the mean over the severities that were tried, by corruption
 * @param mean over all trials
 * @param relativeDrop {@code (clean − mean) / clean}; null where nothing is right
 */
public record Robustness(
    double clean,
    List<ConditionResult> trials,
    Map<String, Double> corruptions,
    double mean,
    Double relativeDrop) {

  /**
   * A corruption at one severity.
   *
   * @param severity 1 to 5
   */
  public record Condition(Corruption corruption, int severity) {

    /**
     * Reads {@code fog:3}, {@code fog} for all severities, {@code all} or {@code all:1}.
     *
     * @throws IllegalArgumentException with a message for the user
     */
    public static List<Condition> parse(String text) {
      String[] parts = text.split(":", 2);
      List<Condition> conditions = new ArrayList<>();
      for (Corruption corruption : Corruption.values()) {
        if (parts[0].equals("all") || parts[0].equals(corruption.toString())) {
          for (int severity = 1; severity <= Corruption.WORST; severity++) {
            if (parts.length == 1 || parts[1].equals(Integer.toString(severity))) {
              conditions.add(new Condition(corruption, severity));
            }
          }
        }
      }
      if (conditions.isEmpty()) {
        throw new IllegalArgumentException(
            text
                + ": expected NAME or NAME:SEVERITY, 1 to "
                + Corruption.WORST
                + ", with a name of all, "
                + Arrays.stream(Corruption.values())
                    .map(Corruption::toString)
                    .collect(Collectors.joining(", ")));
      }
      return List.copyOf(conditions);
    }

    /** Corrupts every image, the same in every run with the same seed. */
    public PixelFilter filter(long seed) {
      return (ref, pixels) ->
          corruption.apply(
              pixels, severity, new SplittableRandom(Numbers.hash(ref.name() + "\0" + this, seed)));
    }

    /** {@code fog:3} */
    @Override
    public String toString() {
      return String.format(Locale.ROOT, "%s:%d", corruption, severity);
    }
  }

  /**
   * The result of a run under one condition.
   *
   * @param top1 accuracy with its 95 % interval
   */
  public record ConditionResult(String corruption, int severity, long images, Estimate top1) {
    public static ConditionResult of(Condition condition, Evaluation evaluation) {
      return new ConditionResult(
          condition.corruption().toString(),
          condition.severity(),
          evaluation.images().evaluated(),
          evaluation.top1());
    }
  }

  /**
   * @param trials at least one
   */
  public static Robustness of(double clean, List<ConditionResult> trials) {
    Map<String, Double> corruptions = new LinkedHashMap<>();
    for (ConditionResult trial : trials) {
      corruptions.computeIfAbsent(
          trial.corruption(),
          name -> mean(trials.stream().filter(t -> t.corruption().equals(name)).toList()));
    }
    double mean = mean(trials);
    return new Robustness(
        clean, List.copyOf(trials), corruptions, mean, clean == 0 ? null : (clean - mean) / clean);
  }

  /** Null if there are none. */
  private static Double mean(List<ConditionResult> trials) {
    if (trials.isEmpty()) {
      return null;
    }
    return trials.stream().mapToDouble(t -> t.top1().value()).average().orElseThrow();
  }

  /** The severities that were tried, rising. */
  List<Integer> severities() {
    return List.copyOf(new TreeSet<>(trials.stream().map(ConditionResult::severity).toList()));
  }

  /** Accuracy under one condition; null if it was not tried. */
  Double top1(String corruption, int severity) {
    return mean(
        trials.stream()
            .filter(t -> t.corruption().equals(corruption) && t.severity() == severity)
            .toList());
  }

  /** The mean over the corruptions that were tried at a severity; null if none was. */
  Double meanTop1(int severity) {
    return mean(trials.stream().filter(t -> t.severity() == severity).toList());
  }
}
