package io.github.resnet50.explain;

import io.github.resnet50.engine.Attention;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.explain.Targets.Mixture;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * A method that finds which parts of an image a class's score rests on. Thread-safe: it keeps no
 * state between images.
 */
interface SaliencyMethod {
  /**
   * Whether {@link Subject} must contain gradients; what else it must, {@link Method#needed} tells.
   */
  default boolean usesGradients() {
    return false;
  }

  /** The settings that affect the method, by name, for reproducing a result. */
  default Map<String, Object> parameters() {
    return Map.of();
  }

  /**
   * Explains an image.
   *
   * @return a map for each of the subject's classes, in their order, of whatever resolution
   * @throws InferenceException where the engine fails
   */
  List<SaliencyMap> explain(Subject subject) throws InferenceException;

  /**
   * An image to explain.
   *
   * @param pixels as the model sees it
   * @param classes whose scores are to be explained: {@link Targets}
   * @param map the feature map; null where the method needs none
   * @param gradients of each class's logit with respect to the map; empty where the method needs
   *     none
   * @param attention null where the method needs none
   * @param scorer scores masked copies
   * @param mixtures what each target is made of
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Subject(
      RgbImage pixels,
      int[] classes,
      FeatureMap map,
      List<FeatureMap> gradients,
      Attention attention,
      Scorer scorer,
      List<Mixture> mixtures) {
    /** Of classes alone. */
    Subject(
        RgbImage pixels,
        int[] classes,
        FeatureMap map,
        List<FeatureMap> gradients,
        Attention attention,
        Scorer scorer) {
      this(
          pixels,
          classes,
          map,
          gradients,
          attention,
          scorer,
          Arrays.stream(classes).mapToObj(Mixture::of).toList());
    }

    /**
     * Scores changed copies of the image.
     *
     * @param copies makes the pixels of a copy; called once for each, in order
     * @return the probabilities: a row a copy, a column one of the classes
     */
    double[][] scores(int count, IntFunction<byte[]> copies) throws InferenceException {
      double[][] scores = new double[count][classes.length];
      scorer.score(
          count,
          copies,
          (copy, probabilities) -> {
            for (int c = 0; c < classes.length; c++) {
              scores[copy][c] = probabilities[classes[c]];
            }
          });
      return scores;
    }
  }
}
