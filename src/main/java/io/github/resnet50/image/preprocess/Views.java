package io.github.resnet50.image.preprocess;

import java.util.Locale;

/**
 * Which views of an image a model sees, one after the other; its probabilities are averaged.
 *
 * <p>Crops are cut by {@link Preprocessor#crops}, and mirrored by whoever runs the model.
 */
public enum Views {
  /** The model's input as it is. */
  ONE(1, false),
  /** That, and mirrored left to right. */
  FLIP(1, true),
  /** The four corners and the centre of the resized image. */
  FIVE_CROP(5, false),
  /** These, and each mirrored. */
  TEN_CROP(5, true);

  private final int crops;
  private final boolean mirrored;

  Views(int crops, boolean mirrored) {
    this.crops = crops;
    this.mirrored = mirrored;
  }

  /** Different parts of the image. */
  public int crops() {
    return crops;
  }

  /** Whether each crop is seen mirrored too. */
  public boolean mirrored() {
    return mirrored;
  }

  /** How often the model runs for an image. */
  public int count() {
    return mirrored ? 2 * crops : crops;
  }

  /** As options have it. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
