package io.github.resnet50.graph.prepare;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.graph.GraphRunner;
import io.github.resnet50.graph.GraphSafety;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.OutputFinder;
import io.github.resnet50.graph.PreparedModelWriter;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.exceptions.TensorFlowException;
import org.tensorflow.proto.ConfigProto;

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

  /** Whether the probabilities differ by no more than {@code limit} anywhere. */
  public boolean within(double limit) {
    return maxDifference <= limit;
  }

  /**
   * Runs both models on the same batches. The original is loaded by TensorFlow's own loader: it
   * must have passed {@link GraphSafety} or be trusted.
   *
   * @param original the directory of the model as it came
   * @param prepared the directory that {@code preparation} wrote
   * @param options those that it was prepared with
   * @param batches preprocessed images as floats, in the shape of the model's input
   * @throws SavedModelException if either cannot be loaded
   * @throws IOException if either cannot be read
   * @throws TensorFlowException if either fails to run
   */
  public static Agreement measure(
      Path original,
      Path prepared,
      PrepareOptions options,
      Preparation preparation,
      List<HostTensor> batches)
      throws SavedModelException, UnpreparableModelException, IOException {
    ConfigProto config = ConfigProto.getDefaultInstance();
    SavedModelFile before = SavedModelFile.read(original, preparation.signature());
    SavedModelFile after = SavedModelFile.read(prepared, PreparedModelWriter.CLASSIFY);
    String scores = Endpoints.of(before, options.output()).outputName();
    int images = 0;
    int sameTop1 = 0;
    double maxDifference = 0;
    try (GraphRunner first = GraphRunner.load(original, config);
        GraphRunner second = GraphRunner.load(prepared, config)) {
      for (HostTensor batch : batches) {
        HostTensor input = batch.as(after.input().dtype());
        float[] expected = run(first, before, scores, input);
        float[] actual = run(second, after, OutputFinder.PROBABILITIES, input);
        if (expected.length != actual.length) {
          throw new SavedModelException(
              "the prepared model gives " + actual.length + " scores for " + expected.length);
        }
        int count = Math.toIntExact(batch.shape().get(0));
        int classes = expected.length / count;
        for (int i = 0; i < count; i++) {
          float[] p = Arrays.copyOfRange(expected, i * classes, (i + 1) * classes);
          float[] q = Arrays.copyOfRange(actual, i * classes, (i + 1) * classes);
          if (preparation.head() == Preparation.HeadKind.LOGITS) {
            activate(p);
          }
          maxDifference = Math.max(maxDifference, maxDifference(p, q));
          sameTop1 += top1(p) == top1(q) ? 1 : 0;
        }
        images += count;
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
