package io.github.resnet50.compress;

import io.github.resnet50.graph.FlatGraph;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.OutputFinder;

/** Takes the price of cheaper graphs of one model on one set of images. */
final class Pricing {
  private final FloatModel original;
  private final ImageSet images;
  private final Predictions expected;

  Pricing(FloatModel original, ImageSet images) {
    this.original = original;
    this.images = images;
    this.expected = predict(original.graph());
  }

  /** What a graph with the original's input and outputs costs. */
  Price of(FlatGraph graph) {
    return Price.of(expected, predict(graph), images.classes());
  }

  private Predictions predict(FlatGraph graph) {
    try (GraphRunner runner = GraphRunner.of(graph.toGraphDef(), Sessions.ONE_THREAD)) {
      return Predictions.of(
          original, runner, graph.outputs().get(OutputFinder.PROBABILITIES), images);
    }
  }
}
