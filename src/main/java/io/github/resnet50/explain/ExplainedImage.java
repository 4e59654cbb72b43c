package io.github.resnet50.explain;

import io.github.resnet50.explain.AskedClass.ClassGroup;
import io.github.resnet50.explain.HeatMap.Concentration;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.model.Label;
import java.util.List;
import java.util.Map;

/**
 * The outcome of one path.
 *
 * @param width the image's own width in pixels, after orientation; 0 where it failed
 * @param height the image's own height in pixels, after orientation; 0 where it failed
 * @param pixels as the model sees them; null where it failed
 * @param failure null where it did not fail
 * @param explanations by class, then by method; empty where it failed
 * @param times null where it failed
 */
public record ExplainedImage(
    ImageRef ref,
    int width,
    int height,
    RgbImage pixels,
    ImageFailure failure,
    List<Explanation> explanations,
    Durations times) {

  static ExplainedImage failed(ImageRef ref, ImageFailure failure) {
    return new ExplainedImage(ref, 0, 0, null, failure, List.of(), null);
  }

  /**
   * Time taken on one thread.
   *
   * @param classifyNanos to classify it, with the feature map where one is kept
   * @param methodNanos what each method takes beyond that, for all explained classes; gradients are
   *     included for each method that needs them
   */
  public record Durations(double classifyNanos, Map<Method, Long> methodNanos) {}

  /**
   * One method's map of one class.
   *
   * @param parameters of the method, by name
   * @param saliency with the map at the method's own resolution
   * @param overlay the map's colours over the image, at the model's resolution
   * @param png the same as a file, with a legend
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Explanation(
      Target target,
      Method method,
      Map<String, Object> parameters,
      SaliencyMap saliency,
      Measures measures,
      RgbImage overlay,
      byte[] png) {}

  /**
   * The class that is explained, or several together, and the probability.
   *
   * @param index -1 of several classes
   * @param label of several what they have in common
   * @param classes how many
   */
  public record Target(int index, Label label, float probability, int classes) {
    public Target(int index, Label label, float probability) {
      this(index, label, probability, 1);
    }

    static Target of(ClassGroup group, float probability) {
      return new Target(-1, group.label(), probability, group.classes().cardinality());
    }

    boolean isGroup() {
      return index < 0;
    }
  }

  /**
   * How far a map can be trusted.
   *
   * @param faithfulness null where it was not asked for
   * @param sanity null where it was not asked for
   */
  public record Measures(Concentration concentration, Faithfulness faithfulness, Sanity sanity) {}

  /**
   * The model parameter randomisation test (Adebayo et al. 2018): a map that stays the same where
   * the model's weights are shuffled shows the image, not the model.
   *
   * @param rankCorrelation Spearman's, of both maps; null where one of them is flat, as where
   *     nothing supports the class any more
   */
  public record Sanity(Double rankCorrelation) {}
}
