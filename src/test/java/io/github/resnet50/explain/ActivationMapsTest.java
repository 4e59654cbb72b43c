package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.explain.SaliencyMethod.Subject;
import io.github.resnet50.image.RgbImage;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Two places, two channels, by hand. */
class ActivationMapsTest {
  private static final FeatureMap MAP = new FeatureMap(1, 2, 2, new float[] {1, 4, 3, 1});
  private static final float[][] WEIGHTS = {{2, -1}};

  /** The mean's gradient: each weight by the number of places. */
  private static final FeatureMap SLOPE = new FeatureMap(1, 2, 2, new float[] {1, -0.5f, 1, -0.5f});

  private static float[] values(SaliencyMethod method, FeatureMap slope) throws Exception {
    RgbImage image = new RgbImage(1, 1, new byte[3]);
    Subject subject = new Subject(image, new int[] {0}, MAP, List.of(slope), null, null);
    return method.explain(subject).get(0).map().values();
  }

  @Test
  void camIsEachPlacesShareOfTheLogit() throws Exception {
    assertArrayEquals(new float[] {-1, 2.5f}, values(ActivationMaps.cam(WEIGHTS), SLOPE), 1e-6f);
  }

  @Test
  void gradCamIsCamsPositivePart() throws Exception {
    assertArrayEquals(new float[] {0, 2.5f}, values(ActivationMaps.gradCam(), SLOPE), 1e-6f);
  }

  @Test
  void gradCamTakesTheMeanOfUnevenGradients() throws Exception {
    FeatureMap uneven = new FeatureMap(1, 2, 2, new float[] {2, 0, 0, -1});
    assertArrayEquals(new float[] {0, 2.5f}, values(ActivationMaps.gradCam(), uneven), 1e-6f);
  }

  @Test
  void layerCamWeighsEachPlaceByItsOwnGradient() throws Exception {
    FeatureMap uneven = new FeatureMap(1, 2, 2, new float[] {2, 0, 0, 1});
    assertArrayEquals(new float[] {2, 1}, values(ActivationMaps.layerCam(), uneven), 1e-6f);
  }

  @Test
  void gradCamPlusPlusCountsPositiveGradientsOnly() throws Exception {
    // alpha = 1 / (2 + 4 · 1) at both places of the first channel; the second's are negative.
    assertArrayEquals(
        new float[] {1 / 3f, 1}, values(ActivationMaps.gradCamPlusPlus(), SLOPE), 1e-6f);
  }
}
