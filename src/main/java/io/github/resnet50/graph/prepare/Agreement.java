package io.github.resnet50.graph.prepare;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.proto.DataType;

/**
 * How far a prepared model's probabilities are from those of the model it was made from, on the
 * same images.
 *
 * @param images how many were compared
 * @param maxDifference the largest |Δp| over all images and classes; NaN if either model produced
 *     one
 * @param sameTop1 for how many images the most probable class is the same (for one class: the same
 *     side of ½)
 */
public record Agreement(int images, double maxDifference, int sameTop1) {

  /**
   * Preprocessed images in the model's input layout.
   *
   * <p>The array is neither copied nor to be changed; equality is that of arrays.
   */
  public static final class Batch {

    private final int count;
    private final List<Long> image;
    private final float[] pixels;

    /**
     * @param count the number of images
     * @param pixels their preprocessed values in the model's own layout, image after image
     */
    public Batch(int count, float[] pixels) {
      this(count, null, pixels);
    }

    /**
     * For models that leave their input's size open.
     *
     * @param image the sizes of one image, in the model's own layout
     */
    public Batch(int count, List<Long> image, float[] pixels) {
      this.count = count;
      this.image = image == null ? null : List.copyOf(image);
      this.pixels = pixels;
    }

    private HostTensor tensor(PreparedModel.Input input) {
      List<Long> shape = new ArrayList<>(List.of((long) count));
      shape.addAll(image == null ? input.shape().subList(1, input.shape().size()) : image);
      long open = shape.stream().filter(size -> size < 0).count();
      if (open > 0) {
        throw new IllegalArgumentException("the model's input size is open: " + input.shape());
      }
      HostTensor floats = HostTensor.floats(shape, pixels);
      if (floats.elements() != pixels.length) {
        throw new IllegalArgumentException(
            pixels.length + " values do not fill a batch of shape " + shape);
      }
      return floats.as(DataType.valueOf(input.dtype()));
    }
  }

  /** Whether the probabilities differ by no more than {@code limit} anywhere. */
  public boolean within(double limit) {
    return maxDifference <= limit;
  }

  /**
   * Runs both models on the same batches. The original is loaded by TensorFlow's own loader: it
   * must have passed {@link GraphSafety} or be trusted.
   *
   * @param original the directory that {@code prepared} was made from
   * @throws SavedModelException if either cannot be loaded
   * @throws IOException if either cannot be read
   * @throws TensorFlowException if either fails to run
   */
  public static Agreement measure(Path original, PreparedModel prepared, List<Batch> batches)
      throws SavedModelException, IOException {
    ConfigProto config = ConfigProto.getDefaultInstance();
    SavedModelFile before = SavedModelFile.read(original, prepared.source().signature());
    SavedModelFile after = SavedModelFile.read(prepared.directory(), PreparedModelWriter.CLASSIFY);
    int images = 0;
    int sameTop1 = 0;
    double maxDifference = 0;
    try (GraphRunner first = GraphRunner.load(original, config);
        GraphRunner second = GraphRunner.load(prepared.directory(), config)) {
      for (Batch batch : batches) {
        HostTensor input = batch.tensor(prepared.input());
        float[] expected = run(first, before, prepared.source().output(), input);
        float[] actual = run(second, after, OutputFinder.PROBABILITIES, input);
        if (expected.length != actual.length) {
          throw new SavedModelException(
              "the prepared model gives " + actual.length + " scores for " + expected.length);
        }
        int classes = expected.length / batch.count;
        for (int i = 0; i < batch.count; i++) {
          float[] p = Arrays.copyOfRange(expected, i * classes, (i + 1) * classes);
          float[] q = Arrays.copyOfRange(actual, i * classes, (i + 1) * classes);
          if (prepared.head().kind() == PreparedModel.HeadKind.LOGITS) {
            activate(p);
          }
          maxDifference = Math.max(maxDifference, maxDifference(p, q));
          sameTop1 += top1(p) == top1(q) ? 1 : 0;
        }
        images += batch.count;
      }
    }
    return new Agreement(images, maxDifference, sameTop1);
  }

  private static float[] run(
      GraphRunner runner, SavedModelFile model, String output, HostTensor input)
      throws SavedModelException {
    return runner
        .run(Map.of(model.input().tensor(), input), List.of(model.output(output)))
        .get(0)
        .floats();
  }

  /** The softmax, or the sigmoid for one class, that the preparation appends to logits. */
  private static void activate(float[] logits) {
    if (logits.length == 1) {
      logits[0] = (float) (1 / (1 + Math.exp(-logits[0])));
      return;
    }
    Numbers.softmax(logits);
  }

  private static double maxDifference(float[] p, float[] q) {
    double max = 0;
    for (int c = 0; c < p.length; c++) {
      // Math.max propagates NaN.
      max = Math.max(max, Math.abs((double) p[c] - q[c]));
    }
    return max;
  }

  private static int top1(float[] p) {
    if (p.length == 1) {
      return p[0] > 0.5f ? 1 : 0;
    }
    return Numbers.argmax(p);
  }
}
