package io.github.resnet50.compress;

import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.graph.GraphSession;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.onnx.ImageLevels;
import io.github.resnet50.graph.quantize.ModelGraph;
import io.github.resnet50.image.preprocess.Scaling;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A prepared model before compressing, and how images are fed to it and to its compressed form.
 *
 * @param spec its description
 * @param graph its prepared form
 * @param shape of its input
 */
record CompressibleModel(ModelSpec spec, ModelGraph graph, ImageShape shape) {
  private static final int BATCH = 8;

  /**
   * Reads the prepared form of a model.
   *
   * @throws ModelException where that cannot be read
   */
  static CompressibleModel read(ModelSpec spec, Path prepared) throws ModelException {
    try {
      ModelGraph graph = ModelGraph.read(prepared);
      return new CompressibleModel(spec, graph, ImageShape.of(spec, graph.inputShape()));
    } catch (SavedModelException | UnpreparableModelException | IOException e) {
      throw new ModelException(
          "cannot read the prepared form of " + spec.directory() + ": " + e.getMessage(), e);
    }
  }

  /** Floating-point operations for one image. */
  long flops() throws ModelException {
    return graph
        .flopsPerImage(shape.image(spec.preprocessing()))
        .orElseThrow(
            () ->
                new ModelException(
                    spec.name() + " cannot be compressed: what it computes cannot be counted"));
  }

  /** What the graph's input is of images. */
  ImageLevels levels() {
    Scaling scaling = spec.preprocessing().scaling();
    List<Double> steps = new ArrayList<>();
    List<Double> zeros = new ArrayList<>();
    for (int c = 0; c < spec.preprocessing().channelOrder().channels(); c++) {
      steps.add((double) scaling.scale() / scaling.std().get(c));
      zeros.add((double) scaling.mean().get(c) / scaling.scale());
    }
    return new ImageLevels(steps, zeros);
  }

  /** Images as the graph takes them. */
  HostTensor batch(List<byte[]> images) {
    InputFiller filler = new InputFiller(spec.preprocessing(), shape.channelsFirst());
    return graph.batch(shape.batch(images.size(), spec.preprocessing()), filler.batch(images));
  }

  private HostTensor batch(ImageSet images, int number) {
    int from = number * BATCH;
    return batch(images.pixels().subList(from, Math.min(images.size(), from + BATCH)));
  }

  /** The probabilities that a graph with this model's input gives, one row an image. */
  float[][] predict(ModelGraph made, ImageSet images) throws UnpreparableModelException {
    try (GraphSession session = made.open()) {
      int batches = (images.size() + BATCH - 1) / BATCH;
      return session.probabilities(batches, number -> batch(images, number)).stream()
          .flatMap(Arrays::stream)
          .toArray(float[][]::new);
    }
  }
}
