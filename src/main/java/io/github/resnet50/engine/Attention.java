package io.github.resnet50.engine;

import java.util.List;

/**
 * The attention that a transformer pays in one image, the mean over the heads of each layer.
 *
 * @param layers in the order in which they are computed; never empty
 * @param placeless how many tokens come before those of places, such as the class token
 * @param classified which of these the scores come from, such as the class token; empty where they
 *     come from the mean over all places
 */
public record Attention(List<Layer> layers, int placeless, List<Integer> classified) {
  public Attention {
    layers = List.copyOf(layers);
    classified = List.copyOf(classified);
  }

  /**
   * How the tokens of a layer lie.
   *
   * @param height of the grid of places; halved from layer to layer where places are merged
   * @param width of the same
   * @param tokens that attend to each other: all, or those of a square window of the grid, whose
   *     windows are counted row by row
   * @param shift by how many places, up and left, the grid is rolled before it is cut into windows
   */
  public record WindowGrid(int height, int width, int tokens, int shift) {
    /** How many windows there are; 1 where all attend to all. */
    public int windows() {
      return Math.max(1, height * width / tokens);
    }
  }

  /**
   * One layer.
   *
   * @param weights {@code windows × tokens × tokens}: a row is what a token takes from each, and
   *     adds up to 1
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  public record Layer(WindowGrid places, float[] weights) {}
}
