package io.github.resnet50.adapt;

import io.github.resnet50.adapt.check.LearningCurve;
import io.github.resnet50.adapt.check.Overfitting;
import io.github.resnet50.adapt.train.Epoch;
import io.github.resnet50.adapt.train.Fit;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.timing.MemoryPeak;
import java.time.Instant;
import java.util.List;

/**
 * An adaptation; the components, in snake case, are the keys of its JSON file.
 *
 * @param name of the new model
 * @param base whose features it stands on
 * @param settings the head was trained with
 * @param trials what was compared to choose them
 * @param curve training and validation after each epoch, while settings were chosen
 * @param classes in the order of the new model's output
 * @param confusion of unseen images; only what occurs
 * @param suspected how many labels of training images are probably wrong
 * @param suspects these, the most suspect first, and then doubtful ones; 100 at most
 * @param alike images of different classes that show the same, by pairs
 * @param warnings for people
 * @param failures images that could not be read
 */
public record AdaptReport(
    String tool,
    String version,
    Instant started,
    String name,
    Base base,
    Data data,
    Method method,
    TrainingSettings settings,
    List<Trial> trials,
    List<Epoch> curve,
    Scores scores,
    Overfitting overfitting,
    LearningCurve learningCurve,
    List<ClassScore> classes,
    List<Cell> confusion,
    int suspected,
    List<SuspectLabel> suspects,
    List<Alike> alike,
    List<String> warnings,
    List<Failure> failures,
    Seconds seconds,
    MemoryPeak memory) {

  /** The model whose features are used. */
  public record Base(String name, String path, String sha256) {}

  /**
   * What was there to learn from.
   *
   * @param train folder of the training images
   * @param heldOut folder of the images to be judged by; null where none was given
   * @param images to learn from
   * @param groups how many of these show something of their own
   * @param augmented variants of each
   * @param heldOutImages of the folder
   * @param leftOut training images left out because a held-out one shows the same
   * @param failed images that could not be read
   * @param sha256 over labels and contents of the images to learn from
   */
  public record Data(
      String train,
      String heldOut,
      int images,
      int groups,
      int augmented,
      int heldOutImages,
      int leftOut,
      int failed,
      String sha256) {}

  /**
   * How the figures came about.
   *
   * @param split in words
   * @param folds of the cross-validation; 0: none
   * @param seed of all that is drawn by chance
   * @param labelsPermuted whether labels were shuffled first
   */
  public record Method(
      String split,
      int folds,
      long seed,
      boolean labelsPermuted,
      String overfittingRule,
      String learningCurveRule) {}

  /**
   * How good it is.
   *
   * @param training on what was learnt from
   * @param unseen on what was not: the held-out images, else by cross-validation
   * @param crossValidated accuracy; null where there was no cross-validation
   * @param heldOut accuracy; null where no images were held out
   * @param balanced accuracy on unseen images, the mean over classes
   * @param guessing accuracy of always naming the most frequent class
   */
  public record Scores(
      Fit training,
      Fit unseen,
      Estimate crossValidated,
      Estimate heldOut,
      double balanced,
      double guessing) {

    /** The accuracy that the verdicts rest on. */
    public Estimate accuracy() {
      return heldOut == null ? crossValidated : heldOut;
    }
  }

  /**
   * A class.
   *
   * @param images to learn from
   * @param unseen images that it was judged by
   * @param recall share of those that are right; null where there are none
   */
  public record ClassScore(String label, int images, int unseen, Estimate recall) {}

  /** So many images of a class were taken for one. */
  public record Cell(String label, String predicted, int images) {}

  /**
   * A label that is doubted.
   *
   * @param confident whether by the rule of confident learning; else the other class is merely more
   *     probable
   */
  public record SuspectLabel(
      String path,
      String label,
      String suggested,
      float labelProbability,
      float suggestedProbability,
      boolean confident) {}

  /** Two images of different classes that show the same. */
  public record Alike(String path, String label, String otherPath, String otherLabel) {}

  /** An image and why it is left out. */
  public record Failure(String path, String kind, String message) {}

  /** How long it took. */
  public record Seconds(double features, double training) {}
}
