package io.github.resnet50.evaluate;

import io.github.resnet50.evaluate.TemperatureFit.Image;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Observation;
import io.github.resnet50.report.ItemResult.Predicted;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Fits a temperature to labelled images. Keeps the images with all of their probabilities; of more
 * than fit into a bounded memory an even sample. Which images are kept depends on their names and
 * the seed alone. For one thread.
 */
public final class TemperatureFitter implements Evaluation.Reader {
  /** 64 MiB: 16,777 images of a thousand classes. */
  private static final long MOST_NUMBERS = 1L << 24;

  private final long seed;
  private final double fittingShare;
  private final long most;
  private List<Image> kept = new ArrayList<>();
  private long highestKey = Long.MAX_VALUE;
  private long seen;

  /**
   * @param fittingShare of the images used for fitting, more than 0 and less than 1
   */
  public TemperatureFitter(long seed, double fittingShare) {
    this(seed, fittingShare, MOST_NUMBERS);
  }

  TemperatureFitter(long seed, double fittingShare, long most) {
    this.seed = seed;
    this.fittingShare = fittingShare;
    this.most = most;
  }

  @Override
  public void add(Predicted image, Observation observation) {
    seen++;
    long key = key(image.name());
    if (key > highestKey) {
      return;
    }
    float[] probabilities = image.scores().probabilities();
    kept.add(new Image(key, observation.trueClass(), probabilities));
    if ((long) kept.size() * probabilities.length > most) {
      highestKey /= 2;
      kept = new ArrayList<>(kept.stream().filter(other -> other.key() <= highestKey).toList());
    }
  }

  /** Uniform over the positive numbers. */
  private long key(String name) {
    return NameHash.of(name, seed) >>> 1;
  }

  /** How many images were offered. */
  public long seen() {
    return seen;
  }

  /** How many images are kept. */
  public int size() {
    return kept.size();
  }

  /**
   * Fits the temperature on one part and measures it on the other.
   *
   * @throws IllegalArgumentException where a part is empty
   */
  public TemperatureFit fit(Binning binning) {
    List<Image> shuffled = kept.stream().sorted(Comparator.comparingLong(Image::key)).toList();
    int fitting = (int) Math.round(fittingShare * shuffled.size());
    if (fitting < 1 || fitting >= shuffled.size()) {
      throw new IllegalArgumentException(
          "too few labelled images to fit a temperature: "
              + fitting
              + " of "
              + shuffled.size()
              + " to fit, and the others to try it on");
    }
    return TemperatureFit.of(
        seen, shuffled.subList(0, fitting), shuffled.subList(fitting, shuffled.size()), binning);
  }
}
