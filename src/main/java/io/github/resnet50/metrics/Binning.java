package io.github.resnet50.metrics;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * How images are grouped by confidence, to compare it with how often they are right (Guo et al.
 * 2017, "On Calibration of Modern Neural Networks"; equal mass: Nguyen and O'Connor 2015).
 *
 * @param bins how many, at least 1
 * @param equalMass whether bins hold equally many images (as nearly as can be) instead of being
 *     equally wide, the m-th of M then holding confidences in ((m − 1)/M, m/M]
 */
public record Binning(int bins, boolean equalMass) {

  /**
   * A bin.
   *
   * @param low its lower end, or its least confidence where bins have equal mass
   * @param high its upper end, or its greatest confidence
   * @param images how many are in it
   * @param confidence their mean confidence; null where there are none
   * @param accuracy share of them that is right; null where there are none
   * @param accuracyLow the lower end of its 95 % interval (Wilson's); null where there are none
   * @param accuracyHigh the upper end
   */
  public record Bin(
      double low,
      double high,
      int images,
      Double confidence,
      Double accuracy,
      Double accuracyLow,
      Double accuracyHigh) {
    static Bin of(double low, double high, int images, double confidence, int correct) {
      if (images == 0) {
        return new Bin(low, high, 0, null, null, null, null);
      }
      Estimate accuracy = Estimate.wilson((double) correct / images, images);
      return new Bin(
          low,
          high,
          images,
          confidence / images,
          accuracy.value(),
          accuracy.low(),
          accuracy.high());
    }

    /** |accuracy − confidence|; 0 if there are no images. */
    public double gap() {
      return images == 0 ? 0 : Math.abs(accuracy - confidence);
    }
  }

  /** All bins, by rising confidence, including empty ones. */
  public List<Bin> of(List<Observation> observations) {
    return equalMass ? ofEqualMass(observations) : ofEqualWidth(observations);
  }

  private List<Bin> ofEqualWidth(List<Observation> observations) {
    int[] images = new int[bins];
    int[] correct = new int[bins];
    double[] confidence = new double[bins];
    for (Observation o : observations) {
      int bin = (int) Math.ceil((double) o.confidence() * bins) - 1;
      bin = Math.min(Math.max(bin, 0), bins - 1);
      images[bin]++;
      correct[bin] += o.correct() ? 1 : 0;
      confidence[bin] += o.confidence();
    }
    List<Bin> all = new ArrayList<>(bins);
    for (int i = 0; i < bins; i++) {
      all.add(
          Bin.of((double) i / bins, (double) (i + 1) / bins, images[i], confidence[i], correct[i]));
    }
    return List.copyOf(all);
  }

  private List<Bin> ofEqualMass(List<Observation> observations) {
    List<Observation> sorted = new ArrayList<>(observations);
    sorted.sort(Comparator.comparingDouble(Observation::confidence)); // stable, so repeatable
    List<Bin> all = new ArrayList<>(bins);
    for (int i = 0; i < bins; i++) {
      int from = (int) ((long) sorted.size() * i / bins);
      int to = (int) ((long) sorted.size() * (i + 1) / bins);
      if (from < to) {
        List<Observation> part = sorted.subList(from, to);
        all.add(
            Bin.of(
                part.get(0).confidence(),
                part.get(part.size() - 1).confidence(),
                part.size(),
                part.stream().mapToDouble(Observation::confidence).sum(),
                (int) part.stream().filter(Observation::correct).count()));
      }
    }
    return List.copyOf(all);
  }

  /** Expected calibration error: the mean gap, each bin weighted by its number of images. */
  public double expectedError(List<Observation> observations) {
    return errors(observations).expected();
  }

  CalibrationError errors(List<Observation> observations) {
    return new CalibrationError(of(observations));
  }

  /** A description for users. */
  public String describe() {
    return bins + (equalMass ? " equal-mass bins" : " equal-width bins");
  }
}
