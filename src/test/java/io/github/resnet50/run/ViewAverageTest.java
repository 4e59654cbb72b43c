package io.github.resnet50.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.engine.BatchOutputs;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Views;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ViewAverageTest {
  private final List<Integer> batches = new ArrayList<>();

  /** Probabilities and logits are the red of the first pixel, and that of the last. */
  private final class Corners implements Predictor {
    @Override
    public BatchOutputs run(List<byte[]> images, ModelOutput... outputs) {
      batches.add(images.size());
      Map<ModelOutput, float[][]> rows = new EnumMap<>(ModelOutput.class);
      for (ModelOutput output : outputs) {
        int factor = output == ModelOutput.LOGITS ? -1 : 1;
        rows.put(
            output,
            images.stream()
                .map(rgb -> new float[] {factor * rgb[0], factor * rgb[rgb.length - 3]})
                .toArray(float[][]::new));
      }
      return new BatchOutputs(rows, List.of());
    }

    @Override
    public List<FeatureMap> gradients(List<FeatureMap> maps, int[] classes) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }

  /** Two pixels beside each other. */
  private static RgbImage image(int left, int right) {
    return new RgbImage(2, 1, new byte[] {(byte) left, 0, 0, (byte) right, 0, 0});
  }

  private static final List<RgbImage> A =
      List.of(image(1, 2), image(3, 4), image(5, 6), image(7, 8), image(9, 20));

  private static final List<RgbImage> B =
      List.of(image(2, 1), image(0, 0), image(0, 0), image(0, 0), image(0, 0));

  private static float[] expected(Views views) {
    return switch (views) {
      case ONE -> new float[] {1, 2};
      case FLIP -> new float[] {1.5f, 1.5f};
      case FIVE_CROP -> new float[] {5, 8};
      case TEN_CROP -> new float[] {6.5f, 6.5f};
    };
  }

  @ParameterizedTest
  @EnumSource
  void isTheMeanOfAllViews(Views views) throws Exception {
    try (ViewAverage average =
        new ViewAverage(new Corners(), views, ModelOutput.PROBABILITIES, ModelOutput.LOGITS)) {
      BatchOutputs outputs = average.run(List.of(A, B));
      float[] expected = expected(views);
      assertArrayEquals(expected, outputs.of(ModelOutput.PROBABILITIES)[0]);
      assertArrayEquals(
          new float[] {-expected[0], -expected[1]}, outputs.of(ModelOutput.LOGITS)[0]);
      assertEquals(2, outputs.of(ModelOutput.LOGITS).length);
    }
    assertEquals(views.count(), batches.size());
  }

  /** The engine never sees more images at once than it was given memory for. */
  @Test
  void aBatchOfEachViewIsAsLargeAsTheBatch() throws Exception {
    try (ViewAverage average =
        new ViewAverage(new Corners(), Views.TEN_CROP, ModelOutput.PROBABILITIES)) {
      average.run(List.of(A, B, A));
    }
    assertEquals(List.of(3, 3, 3, 3, 3, 3, 3, 3, 3, 3), batches);
  }
}
