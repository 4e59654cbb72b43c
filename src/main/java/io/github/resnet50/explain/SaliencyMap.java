package io.github.resnet50.explain;

import java.util.List;

/**
 * A method's map of one class, and how certain it is.
 *
 * @param reliability the correlation to be expected with the map of another seed, 0 to 1; null
 *     where the method draws nothing at random, or drew too little to tell
 * @param segments what the map is made of; empty where it is of no segments
 */
public record SaliencyMap(HeatMap map, Double reliability, List<Segment> segments) {
  /** What lies nearer together than this, as probabilities, differs by rounding alone. */
  static final double ROUNDING = 1e-6;

  /** Of a method that leaves nothing to chance. */
  static SaliencyMap of(HeatMap map) {
    return new SaliencyMap(map, null, List.of());
  }

  /**
   * A part of the image with one value.
   *
   * @param area its share of the image
   * @param centreX centre as a share of the width, from the left
   * @param centreY centre as a share of the height, from the top
   * @param value what it adds to the class's probability
   * @param standardError of the value; null where too little was drawn to tell
   */
  public record Segment(
      double area, double centreX, double centreY, double value, Double standardError) {}
}
