package io.github.resnet50.explain;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.explain.HeatMap.Concentration;
import io.github.resnet50.image.RgbImage;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class MeasuresTest {
  @Test
  void halfTheMassOfAnEvenMapTakesHalfTheArea() {
    float[] even = new float[100];
    Arrays.fill(even, 3);
    Concentration c = new HeatMap(10, 10, even).concentration();
    assertEquals(0.5, c.halfMassArea(), 1e-9);
    assertEquals(0.5, c.centreX(), 1e-9);
    assertEquals(0.5, c.centreY(), 1e-9);
  }

  @Test
  void aPointHoldsItAllAndWhatSpeaksAgainstDoesNotCount() {
    float[] point = new float[100];
    Arrays.fill(point, -1);
    point[27] = 2;
    Concentration c = new HeatMap(10, 10, point).concentration();
    assertEquals(0.01, c.halfMassArea(), 1e-9);
    assertEquals(0.75, c.centreX(), 1e-9);
    assertEquals(0.25, c.centreY(), 1e-9);
    assertNull(new HeatMap(1, 1, new float[] {-1}).concentration().halfMassArea());
  }

  @Test
  void enlargingKeepsRangeAndOrder() {
    HeatMap map = new HeatMap(2, 2, new float[] {0, 1, 2, 3}).enlarged(8, 8);
    assertEquals(0, map.at(0, 0));
    assertEquals(3, map.at(7, 7));
    assertTrue(map.at(3, 3) < map.at(3, 4) && map.at(3, 4) < map.at(4, 4));
  }

  @Test
  void ranksCorrelateWhateverTheScale() {
    HeatMap a = new HeatMap(1, 4, new float[] {1, 2, 3, 4});
    assertEquals(1, a.rankCorrelation(new HeatMap(1, 4, new float[] {1, 10, 11, 1e6f})), 1e-9);
    assertEquals(-1, a.rankCorrelation(new HeatMap(1, 4, new float[] {9, 5, 2, 1})), 1e-9);
    // Ties: ranks 0.5, 0.5, 2.5, 2.5 against 0, 1, 2, 3.
    assertEquals(
        4 / Math.sqrt(20), a.rankCorrelation(new HeatMap(1, 4, new float[] {1, 1, 2, 2})), 1e-9);
    assertNull(a.rankCorrelation(new HeatMap(1, 4, new float[4])));
  }

  @Test
  void mapsCorrelate() {
    HeatMap a = new HeatMap(1, 3, new float[] {1, 2, 3});
    assertEquals(1, a.correlation(new HeatMap(1, 3, new float[] {5, 7, 9})), 1e-9);
    assertEquals(0.5, a.correlation(new HeatMap(1, 3, new float[] {1, 3, 2})), 1e-9);
    assertNull(a.correlation(new HeatMap(1, 3, new float[3])));
  }

  @Test
  void tenRandomMapsAreTheSameForTheSameSeedAndDiffer() {
    List<HeatMap> maps = Faithfulness.randomMaps(4);
    assertEquals(10, maps.size());
    assertArrayEquals(maps.get(3).values(), Faithfulness.randomMaps(4).get(3).values());
    assertNotEquals(1, maps.get(0).correlation(maps.get(1)), 0.5);
  }

  @Test
  void aMapOfTheEvidenceIsMoreFaithfulThanOneOfTheRest() throws Exception {
    Spot spot = new Spot(8, 8);
    float[] good = new float[Spot.SIDE * Spot.SIDE];
    float[] bad = new float[good.length];
    for (int i = 0; i < good.length; i++) {
      boolean evidence = spot.holds(i / Spot.SIDE, i % Spot.SIDE);
      good[i] = evidence ? 1 : 0;
      bad[i] = evidence ? 0 : 1;
    }
    byte[] rgb = Spot.image(2).rgb().clone();
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (spot.holds(i / 3 / Spot.SIDE, i / 3 % Spot.SIDE) ? 250 : 20);
    }
    RgbImage image = new RgbImage(Spot.SIDE, Spot.SIDE, rgb);
    Faithfulness.MapProbe meter =
        new Faithfulness.MapProbe(image, new Scorer(spot, 16, () -> false, Targets.CLASSES));
    Faithfulness.Metrics best = meter.of(new HeatMap(Spot.SIDE, Spot.SIDE, good), 1);
    Faithfulness.Metrics worst = meter.of(new HeatMap(Spot.SIDE, Spot.SIDE, bad), 1);
    assertTrue(best.deletionAuc() < worst.deletionAuc() - 0.3, best + " " + worst);
    assertTrue(best.insertionAuc() > worst.insertionAuc() + 0.1, best + " " + worst);
    assertEquals(0, best.averageDrop(), 1e-6, "all evidence is still there");
    assertEquals(1, worst.averageDrop(), 1e-6, "none is");
  }

  @Test
  void superpixelsCoverTheImageAndKeepToEdges() {
    byte[] rgb = new byte[60 * 40 * 3];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (byte) (i / 3 % 60 < 25 ? 10 : 240);
    }
    int[] segments = Slic.segments(new RgbImage(60, 40, rgb), 12);
    int count = Arrays.stream(segments).max().orElseThrow() + 1;
    assertTrue(count >= 8 && count <= 20, count + " segments");
    assertEquals(count, Arrays.stream(segments).distinct().count(), "numbered without gaps");
    for (int y = 0; y < 40; y++) {
      assertNotEquals(segments[y * 60 + 24], segments[y * 60 + 25], "none crosses the edge");
    }
  }

  @Test
  void namesAreSafeAndDiffer() {
    ExplanationFiles.Names names = new ExplanationFiles.Names();
    String first = names.of("../photos/a b/ü?.jpg");
    assertTrue(first.matches("[A-Za-z0-9][A-Za-z0-9._-]*"), first);
    assertNotEquals(first, names.of("../photos/a_b/ü?.jpg"));
    assertEquals(first + "-2", names.of("../photos/a b/ü?.jpg"), "named twice in a walk");
    assertTrue(names.of("x".repeat(5000)).length() < 100);
    assertTrue(names.of("../..").startsWith("image-"));
  }

  @Test
  void coloursGetLighter() {
    double before = -1;
    for (int i = 0; i <= 100; i++) {
      int c = Overlay.colour(i / 100.0);
      byte[] rgb = {(byte) (c >> 16), (byte) (c >> 8), (byte) c};
      float lightness = Slic.lab(new RgbImage(1, 1, rgb))[0][0];
      assertTrue(lightness > before, "at " + i);
      before = lightness;
    }
  }
}
