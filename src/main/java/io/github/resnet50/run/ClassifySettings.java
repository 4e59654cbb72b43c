package io.github.resnet50.run;

import io.github.resnet50.decision.Decider;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * How images are classified: what is done to their pixels before the model sees them, and to the
 * scores after.
 *
 * @param kept what a record keeps of the scores
 * @param temperature what logits are divided by before the softmax (Guo et al. 2017); null: as the
 *     model gives them
 * @param filter what happens to the pixels first
 * @param columns what records say of the images themselves
 * @param embeds whether they have the model's features
 * @param decider what is decided of the scores
 */
public record ClassifySettings(
    Kept kept,
    Double temperature,
    PixelFilter filter,
    Collection<ImageColumn> columns,
    boolean embeds,
    Decider decider) {
  /** Writes the top-k and changes nothing. */
  public static final ClassifySettings TOP_K =
      new ClassifySettings(
          Kept.TOP_K, null, (ref, pixels) -> pixels, List.of(), false, Decider.NONE);

  /** What a record keeps of an image's scores. */
  public enum Kept {
    /** The most probable classes alone. */
    TOP_K,
    /** Beside them the probabilities of all classes. */
    PROBABILITIES,
    /** These, and the logits, before the temperature, where the model gives them. */
    LOGITS
  }

  /** Changes images between preprocessing and the model. Called by several threads at once. */
  public interface PixelFilter {
    /**
     * @param ref which image it is
     * @param pixels of the model's size; not changed
     * @return an image of the same size
     */
    RgbImage apply(ImageRef ref, RgbImage pixels);
  }

  public static ClassifySettings keeping(Kept kept) {
    return new ClassifySettings(kept, null, TOP_K.filter, List.of(), false, Decider.NONE);
  }

  /**
   * @param newTemperature null: none
   */
  public ClassifySettings at(Double newTemperature) {
    return new ClassifySettings(kept, newTemperature, filter, columns, embeds, decider);
  }

  /** The same, and records have the model's features if that is wanted. */
  public ClassifySettings embedding(boolean isWanted) {
    return new ClassifySettings(kept, temperature, filter, columns, isWanted, decider);
  }

  /** How a model is loaded that gives what is kept. */
  public LoadRequest request() {
    Set<ModelOutput> outputs = EnumSet.of(ModelOutput.PROBABILITIES);
    if (kept == Kept.LOGITS) {
      outputs.add(ModelOutput.LOGITS);
    }
    if (embeds) {
      outputs.add(ModelOutput.FEATURES);
    }
    return LoadRequest.of(outputs.toArray(ModelOutput[]::new));
  }

  public ClassifySettings filtered(PixelFilter newFilter) {
    return new ClassifySettings(kept, temperature, newFilter, columns, embeds, decider);
  }

  /** The same, and records say this of the images. */
  public ClassifySettings saying(Collection<ImageColumn> newColumns) {
    return new ClassifySettings(kept, temperature, filter, newColumns, embeds, decider);
  }

  /** The same, and records say what is decided of their scores. */
  public ClassifySettings deciding(Decider newDecider) {
    return new ClassifySettings(kept, temperature, filter, columns, embeds, newDecider);
  }
}
