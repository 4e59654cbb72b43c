package io.github.resnet50.graph.prepare;

import io.github.resnet50.basics.CLibrary;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.tensorflow.exceptions.TensorFlowException;

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
    // One after the other: either takes several times the memory of its weights.
    SavedModelFile before = SavedModelFile.read(original, preparation.signature());
    List<float[]> expected =
        scores(before, Endpoints.of(before, options.output()).outputName(), batches);
    if (preparation.head() == Preparation.HeadKind.LOGITS) {
      expected.forEach(Agreement::activate);
    }
    before = null; // its graph holds the weights once more
    List<float[]> actual =
        scores(
            SavedModelFile.read(prepared, PreparedModelWriter.CLASSIFY),
            OutputFinder.PROBABILITIES,
            batches);
    if (expected.get(0).length != actual.get(0).length) {
      throw new SavedModelException(
          "the prepared model gives "
              + actual.get(0).length
              + " scores for "
              + expected.get(0).length);
    }
    return of(expected, actual);
  }

  /** How far probabilities are from those expected, a row of as many for each image. */
  public static Agreement of(List<float[]> expected, List<float[]> actual) {
    int sameTop1 = 0;
    double maxDifference = 0;
    for (int i = 0; i < expected.size(); i++) {
      maxDifference = Math.max(maxDifference, maxDifference(expected.get(i), actual.get(i)));
      sameTop1 += top1(expected.get(i)) == top1(actual.get(i)) ? 1 : 0;
    }
    return new Agreement(expected.size(), maxDifference, sameTop1);
  }

  /** A row an image. */
  private static List<float[]> scores(SavedModelFile model, String output, List<HostTensor> batches)
      throws SavedModelException {
    // TensorFlow's optimiser would fold and copy all weights before a few batches are run: minutes
    // and gigabytes where they are constants, as in what is made of files of ONNX.
    List<float[]> rows = new ArrayList<>();
    try (GraphRunner runner = GraphRunner.load(model.directory(), GraphRunner.RUN_ONCE_UNCHANGED)) {
      for (HostTensor batch : batches) {
        float[] scores =
            runner
                .run(
                    Map.of(model.input().tensor(), batch.as(model.input().dtype())),
                    List.of(model.output(output)))
                .get(0)
                .floats();
        rows.addAll(List.of(Numbers.rows(scores, Math.toIntExact(batch.shape().get(0)))));
      }
    }
    CLibrary.releaseFreedMemory();
    return rows;
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
