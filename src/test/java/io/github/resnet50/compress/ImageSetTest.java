package io.github.resnet50.compress;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Which images are calibrated on, and which the loss is measured on. */
class ImageSetTest {
  private static ImageSet set(int from, int to) {
    return new ImageSet(
        "images",
        IntStream.range(from, to).mapToObj(i -> new byte[] {(byte) i}).toList(),
        IntStream.range(from, to).boxed().toList());
  }

  @Test
  void everyThirdImageIsHeldOut() {
    ImageSet.CalibrationSplit split = ImageSet.CalibrationSplit.heldOut(set(0, 7));
    assertEquals(List.of(0, 1, 3, 4, 6), split.calibration().classes());
    assertEquals(List.of(2, 5), split.evaluation().classes());
    assertTrue(split.disjoint());
    assertFalse(ImageSet.CalibrationSplit.heldOut(set(0, 2)).disjoint(), "too few to hold any out");
  }

  @Test
  void noImageIsFittedToAndPricedOn() {
    ImageSet.CalibrationSplit split = ImageSet.CalibrationSplit.of(set(0, 4), set(2, 8));
    assertEquals(List.of(4, 5, 6, 7), split.evaluation().classes());
    assertTrue(split.disjoint());
    assertFalse(
        ImageSet.CalibrationSplit.of(set(0, 4), set(1, 3)).disjoint(), "nothing else is there");
    assertEquals(List.of(0, 2, 5), set(0, 8).atMost(3).classes());
  }
}
