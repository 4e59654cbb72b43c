package io.github.resnet50.run;

/**
 * What those runs do beside classifying that measure a model.
 *
 * @param scores what records keep
 * @param pixels what happens to images before the model sees them
 */
public record Extras(KeptScores scores, PixelFilter pixels) {
  /** Nothing. */
  public static final Extras NONE = new Extras(KeptScores.NONE, PixelFilter.NONE);

  public static Extras keeping(KeptScores scores) {
    return new Extras(scores, PixelFilter.NONE);
  }
}
