package io.github.resnet50.peers.ort;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import io.github.resnet50.peers.network.Network;
import io.github.resnet50.peers.network.OnnxWriter;
import io.github.resnet50.peers.network.Quantizer;
import io.github.resnet50.peers.network.Range;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * What range each value takes on calibration images. The least and greatest are looked for first;
 * then a histogram between them tells where the range may be cut, so that a few outliers do not
 * cost all others their resolution.
 */
public final class Calibration {
  private static final int BINS = 4096;

  private final List<String> points;
  private final OrtModel model;
  private final long[] shape;

  private Calibration(List<String> points, OrtModel model, long[] shape) {
    this.points = points;
    this.model = model;
    this.shape = shape;
  }

  /**
   * Measures.
   *
   * @param images each {@code [channels, height, width]} as the network takes it, direct
   * @param share of a value's numbers that the range has to hold, at each end
   * @param work a file to use meanwhile
   */
  public static Map<String, Range> ranges(
      Network network, List<FloatBuffer> images, double share, Path work)
      throws IOException, OrtException {
    List<String> points = Quantizer.points(network);
    // The images themselves are an input; an input cannot be an output.
    OnnxWriter.write(network, points.subList(1, points.size()), work);
    List<Long> size = network.imageShape();
    try (OrtModel model = new OrtModel(work, Runtime.getRuntime().availableProcessors())) {
      long[] shape = {1, size.get(0), size.get(1), size.get(2)};
      return new Calibration(points, model, shape).measure(images, share);
    }
  }

  private Map<String, Range> measure(List<FloatBuffer> images, double share) throws OrtException {
    Range[] whole = new Range[points.size()];
    forEach(
        images,
        (values, point) -> {
          float min = whole[point] == null ? 0 : whole[point].min();
          float max = whole[point] == null ? 0 : whole[point].max();
          while (values.hasRemaining()) {
            float value = values.get();
            min = Math.min(min, value);
            max = Math.max(max, value);
          }
          whole[point] = new Range(min, max);
        });
    long[][] bins = new long[points.size()][BINS];
    forEach(
        images,
        (values, point) -> {
          float min = whole[point].min();
          float factor = (BINS - 1) / (whole[point].max() - min);
          while (values.hasRemaining()) {
            bins[point][(int) ((values.get() - min) * factor)]++;
          }
        });
    Map<String, Range> ranges = new LinkedHashMap<>();
    for (int point = 0; point < bins.length; point++) {
      ranges.put(points.get(point), cut(whole[point], bins[point], share));
    }
    return ranges;
  }

  private void forEach(List<FloatBuffer> images, ObjIntConsumer<FloatBuffer> consumer)
      throws OrtException {
    for (FloatBuffer image : images) {
      consumer.accept(image.duplicate(), 0);
      try (OrtSession.Result result = model.run(image.duplicate(), shape)) {
        for (int point = 1; point < points.size(); point++) {
          OnnxTensor tensor = (OnnxTensor) result.get(points.get(point)).orElseThrow();
          consumer.accept(tensor.getFloatBuffer(), point);
        }
      }
    }
  }

  /** Takes bins away from both ends for as long as what is lost is few enough. */
  private static Range cut(Range whole, long[] bins, double share) {
    long all = 0;
    for (long count : bins) {
      all += count;
    }
    long spare = (long) ((1 - share) * all);
    int low = 0;
    for (long lost = bins[0]; lost <= spare && low < BINS - 1; lost += bins[low]) {
      low++;
    }
    int high = BINS - 1;
    for (long lost = bins[high]; lost <= spare && high > low; lost += bins[high]) {
      high--;
    }
    float width = (whole.max() - whole.min()) / (BINS - 1);
    return new Range(whole.min() + low * width, whole.min() + (high + 1) * width);
  }
}
