package io.github.resnet50.adapt;

import io.github.resnet50.adapt.check.FitVerdict;
import io.github.resnet50.adapt.check.FitVerdict.Baseline;
import io.github.resnet50.adapt.check.LabelNoise.WrongAmong;
import io.github.resnet50.adapt.check.Leakage;
import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.train.TrainedHead.Epoch;
import io.github.resnet50.adapt.train.TrainedHead.LossAndAccuracy;
import io.github.resnet50.adapt.train.TrainingPool.CostTrial;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.adapt.train.TrainingSettings.Logistic;
import io.github.resnet50.basics.Inline;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.timing.MemoryPeak;
import java.time.Instant;
import java.util.List;

/** An adaptation; the components, in snake case, are the keys of its JSON file. */
public record AdaptReport(
    @Inline Provenance origin,
    TrainingData data,
    Procedure method,
    @Inline ChosenSettings chosen,
    @Inline Quality quality,
    @Inline Issues issues,
    @Inline Cost cost) {

  /** The same, with the memory that has been used by now. */
  public AdaptReport measuredNow() {
    Cost told = new Cost(cost.seconds(), MemoryPeak.now());
    return new AdaptReport(origin, data, method, chosen, quality, issues, told);
  }

  /**
   * The program, the new model and the one it stands on.
   *
   * @param name of the new model
   * @param base whose features it stands on
   */
  public record Provenance(String tool, String version, Instant started, String name, Base base) {}

  /** The model whose features are used. */
  public record Base(String name, String path, String sha256) {}

  /**
   * The images.
   *
   * @param sha256 over labels and contents of the images to learn from
   */
  public record TrainingData(@Inline Folders folders, @Inline Counts counts, String sha256) {}

  /**
   * Where the images are.
   *
   * @param train folder of the training images
   * @param heldOut folder of the images to be judged by; null where none was given
   */
  public record Folders(String train, String heldOut) {}

  /**
   * How many images there are.
   *
   * @param images to learn from
   * @param groups how many of these show something of their own
   * @param augmented variants of each
   * @param heldOutImages of the folder
   * @param leftOut training images left out because a held-out one shows the same
   * @param failed images that could not be read
   */
  public record Counts(
      int images, int groups, int augmented, int heldOutImages, int leftOut, int failed) {}

  /**
   * How the figures came about.
   *
   * @param split in words
   * @param folds of the cross-validation; 0: none
   * @param seed of everything random
   * @param labelsPermuted whether labels were shuffled first
   * @param leakage what that tells; null where they were not
   */
  public record Procedure(
      String split,
      int folds,
      long seed,
      boolean labelsPermuted,
      Leakage leakage,
      String fitRule,
      String learningCurveRule) {}

  /**
   * Settings that were chosen on some images.
   *
   * @param settings with the cost, or as many epochs, as were best
   * @param trials all that were compared
   * @param curve of the chosen ones over the epochs, on the first validation part; training is
   *     scored where that was wanted; empty with logistic regression, which has none
   */
  public record ChosenSettings(TrainingSettings settings, List<Trial> trials, List<Epoch> curve) {
    public ChosenSettings {
      trials = List.copyOf(trials);
      curve = List.copyOf(curve);
    }
  }

  /**
   * Settings that were tried.
   *
   * @param logistic null with AdamW
   * @param adamw null with logistic regression
   * @param validation means over the validation images
   */
  public record Trial(
      @Inline Logistic logistic, @Inline AdamWTrial adamw, LossAndAccuracy validation) {
    static Trial of(CostTrial trial) {
      return new Trial(new Logistic(trial.cost()), null, trial.validation());
    }
  }

  /**
   * What was tried with AdamW.
   *
   * @param epochs mean of the best ones
   */
  public record AdamWTrial(double learningRate, double weightDecay, int epochs) {}

  /**
   * How good the head is.
   *
   * @param baselines simpler ways, judged by the same images
   * @param recipes what the usual means against overfitting brought; null where that was not asked
   *     for
   * @param classes in the order of the new model's output
   * @param confusion of unseen images; only what occurs
   */
  public record Quality(
      HeadScores scores,
      FitVerdict fit,
      List<Baseline> baselines,
      LearningCurve learningCurve,
      List<Recipe> recipes,
      List<ClassRecall> classes,
      List<ConfusionCell> confusion) {}

  /**
   * The figures of all classes together.
   *
   * @param training on images that were learnt from; the mean where there were several heads
   * @param unseen on others: the held-out images, else by cross-validation
   * @param crossValidated accuracy; null where there was no cross-validation
   * @param heldOut accuracy; null where no images were held out
   * @param balanced accuracy on unseen images, the mean over classes
   * @param guessing accuracy of always naming the most frequent class
   */
  public record HeadScores(
      LossAndAccuracy training,
      LossAndAccuracy unseen,
      Estimate crossValidated,
      Estimate heldOut,
      Estimate balanced,
      double guessing) {

    /**
     * The accuracy on which the verdicts rest: on held-out images if there are any, else
     * cross-validated.
     */
    public Estimate accuracy() {
      return heldOut == null ? crossValidated : heldOut;
    }
  }

  /**
   * A way to train, as it did on the unseen images.
   *
   * @param balanced accuracy, the mean over classes
   * @param gain in accuracy over AdamW without any means against overfitting
   * @param seconds null where it was not trained for this
   */
  public record Recipe(
      String name, LossAndAccuracy unseen, double balanced, Estimate gain, Double seconds) {}

  /**
   * A class.
   *
   * @param images to learn from
   * @param unseen images that it was judged by
   * @param recall share of those that are right; null where there are none
   */
  public record ClassRecall(String label, int images, int unseen, Estimate recall) {}

  /** How many images of one class were classified as another. */
  public record ConfusionCell(String label, String predicted, int images) {}

  /**
   * Doubts about the images.
   *
   * @param labelErrors how many of the first suspects are probably wrong; null where no other class
   *     is more probable than an image's own
   * @param suspects a ranking, the most suspect first; 100 at most
   * @param alike images of different classes that show the same, by pairs
   * @param warnings sentences
   * @param failures images that could not be read
   */
  public record Issues(
      WrongAmong labelErrors,
      List<SuspectLabel> suspects,
      List<Alike> alike,
      List<String> warnings,
      List<UnreadableImage> failures) {}

  /**
   * A label that is doubted.
   *
   * @param wrongProbability that the label is wrong
   */
  public record SuspectLabel(
      String path,
      String label,
      String suggested,
      float labelProbability,
      float suggestedProbability,
      double wrongProbability) {}

  /** Two images of different classes that show the same. */
  public record Alike(String path, String label, String otherPath, String otherLabel) {}

  /** An image and why it is left out. */
  public record UnreadableImage(String path, String kind, String message) {}

  /** Time and memory. */
  public record Cost(Seconds seconds, MemoryPeak memory) {}

  /** Wall-clock time of both steps. */
  public record Seconds(double features, double training) {}
}
