package io.github.resnet50.explain;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.RgbImage;
import java.util.List;
import java.util.Random;

/** A model whose only evidence is the light in a square of its image. */
final class Spot implements Predictor {
  static final int SIDE = 32;
  static final int SPOT = 8;

  private final int top;
  private final int left;
  int batches;
  int largest;

  Spot(int top, int left) {
    this.top = top;
    this.left = left;
  }

  /** Noise all over; bright in the square and elsewhere alike. */
  static RgbImage image(long seed) {
    byte[] rgb = new byte[SIDE * SIDE * 3];
    new Random(seed).nextBytes(rgb);
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (150 + (rgb[i] & 0x3f));
    }
    return new RgbImage(SIDE, SIDE, rgb);
  }

  boolean holds(int y, int x) {
    return y >= top && y < top + SPOT && x >= left && x < left + SPOT;
  }

  @Override
  public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) {
    batches++;
    largest = Math.max(largest, images.size());
    return BatchOutputs.probabilities(
        images.stream().map(this::probabilities).toArray(float[][]::new));
  }

  @Override
  public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
    throw new IllegalStateException("only scores are seen");
  }

  float[] probabilities(byte[] rgb) {
    double light = 0;
    for (int y = top; y < top + SPOT; y++) {
      for (int x = left; x < left + SPOT; x++) {
        light += rgb[3 * (y * SIDE + x)] & 0xff;
      }
    }
    float share = (float) (light / (255.0 * SPOT * SPOT));
    return new float[] {1 - share, share};
  }

  @Override
  public void close() {}
}
