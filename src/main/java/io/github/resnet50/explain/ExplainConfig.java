package io.github.resnet50.explain;

import io.github.resnet50.model.Label;
import io.github.resnet50.model.labelled.ClassMatch;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.run.RunConfig;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The complete configuration of an explanation run.
 *
 * @param run images, batches, threads; its top-k is how many classes {@code all-top-k} are
 * @param layer whose activations the methods on the feature map use; null for the last one with
 *     spatial positions
 * @param classes as {@link ClassChoice#parse} reads it
 * @param faithfulness whether maps are measured
 * @param sanity whether maps are compared with those of shuffled weights
 */
public record ExplainConfig(
    RunConfig run,
    List<Method> methods,
    Method.MaskSettings settings,
    String layer,
    String classes,
    boolean faithfulness,
    boolean sanity) {
  public ExplainConfig {
    methods = List.copyOf(methods);
  }

  /**
   * The configuration of the underlying run, with suitable batch sizes. If each image is scored
   * hundreds of times, its own copies fill the batches, and a batch of several images would only
   * leave other threads without work; and the attention of all layers takes some 60 MB an image
   * (ViT-L/16 at 224 pixels).
   */
  RunConfig batches() {
    boolean alone = faithfulness || sanity || !methods.stream().allMatch(Method::isOfLayer);
    return alone ? run.with(1, run.workers().predictors()) : run;
  }

  /** Decides which classes are explained for an image. */
  public interface ClassChoice {
    /** Explains the most probable class of each image. */
    String TOP1 = "top1";

    /** Explains the most probable classes of each image. */
    String TOP_K = "all-top-k";

    /** The classes of an image, best first. */
    int[] of(float[] probabilities);

    /**
     * Reads a choice.
     *
     * @param text {@link #TOP1}, {@link #TOP_K}, or a class by label, id or index
     * @param topK how many {@link #TOP_K} are
     * @param labels of the model
     * @throws IllegalArgumentException where it names no class; with a message for the user
     */
    static ClassChoice parse(String text, int topK, List<Label> labels) {
      if (text.equals(TOP1)) {
        return probabilities -> best(probabilities, 1);
      }
      if (text.equals(TOP_K)) {
        return probabilities -> best(probabilities, topK);
      }
      LabelIndex classes = new LabelIndex(labels);
      ClassMatch match = classes.find(List.of(text));
      if (match.isAmbiguous()) {
        throw new IllegalArgumentException(
            "--class %s is %d classes: %s: name it by id or index"
                .formatted(text, match.candidates().size(), classes.describe(match)));
      }
      if (match.isNone()) {
        throw new IllegalArgumentException(
            "--class %s: none of the model's %d classes; name top1, all-top-k, a label, an id or an"
                    .formatted(text, labels.size())
                + " index from 0");
      }
      int index = match.index().orElseThrow();
      return probabilities -> new int[] {index};
    }

    private static int[] best(float[] probabilities, int count) {
      return IntStream.range(0, probabilities.length)
          .boxed()
          .sorted((a, b) -> Float.compare(probabilities[b], probabilities[a]))
          .limit(count)
          .mapToInt(Integer::intValue)
          .toArray();
    }
  }
}
