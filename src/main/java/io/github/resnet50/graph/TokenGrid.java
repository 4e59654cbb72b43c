package io.github.resnet50.graph;

import java.util.Optional;

/**
 * How the tokens of a vision transformer lie in the image: first those without a place (the class
 * token, DeiT's distillation token, registers), then the patches, row by row (Dosovitskiy et al.
 * 2021).
 *
 * @param prefix how many tokens have no place
 * @param height of the grid of patches
 * @param width of the grid of patches
 */
public record TokenGrid(int prefix, int height, int width) {
  /**
   * A class token, one for distillation, and at most as many registers as published models have.
   */
  private static final int MOST_WITHOUT_PLACE = 9;

  /** The grid of a number of tokens that are as many patches as these, and a few more; or empty. */
  static Optional<TokenGrid> of(long tokens, long height, long width) {
    long prefix = tokens - height * width;
    return height > 1 && width > 1 && prefix >= 0 && prefix <= MOST_WITHOUT_PLACE
        ? Optional.of(new TokenGrid((int) prefix, (int) height, (int) width))
        : Optional.empty();
  }

  /** The square grid of a number of tokens, but one for a class and one for distillation. */
  static Optional<TokenGrid> square(long tokens) {
    long side = (long) Math.sqrt((double) tokens);
    return of(tokens, side, side).filter(grid -> grid.prefix() <= 2);
  }

  /** All tokens. */
  public int tokens() {
    return prefix + height * width;
  }
}
