package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SceneMapTest {
  private static ItemResult tile(String label, long x, long y) {
    ImageDetails place = new ImageDetails(Map.of(ImageColumn.X, x, ImageColumn.Y, y));
    return new ItemResult.Predicted(
        0,
        "a.tif",
        100,
        100,
        List.of(new Prediction(1, label, label, 0.5f)),
        new ItemResult.Extras(null, null, place));
  }

  private static SceneMaps maps() {
    SceneMaps maps = new SceneMaps();
    maps.scene("a.tif", 300, 200, () -> new RgbImage(3, 2, new byte[18]));
    return maps;
  }

  @Test
  void tilesHaveTheColourOfTheirClass() {
    SceneMaps maps = maps();
    maps.add(tile("field", 0, 0));
    maps.add(tile("town", 100, 0));
    maps.add(tile("town", 200, 100));
    maps.add(new ItemResult.Failed(3, "a.tif", new ImageFailure(ImageFailure.Kind.CORRUPT, "x")));
    maps.add(new ItemResult.Predicted(4, "b.jpg", 1, 1, List.of(new Prediction(1, "a", "a", 1))));
    SceneMap.View map = maps.view().get(0);
    assertEquals("300 × 200 pixels, 3 tiles", map.about());
    assertEquals(
        new SceneMap.Area("m0", 100, 0, 100, 100, "town, 50.0 %, at 100, 0"), map.areas().get(1));
    assertEquals("m1", map.areas().get(0).style());
    assertEquals(
        List.of(
            new SceneMap.Entry("m0", "town", "2 (66.7 %)"),
            new SceneMap.Entry("m1", "field", "1 (33.3 %)"),
            new SceneMap.Entry("failed", "failed", "1")),
        map.legend());
  }

  @Test
  void rareClassesShareAColour() {
    SceneMaps maps = maps();
    for (int i = 0; i < 12; i++) {
      maps.add(tile("c" + (char) ('a' + i), 0, 0));
    }
    SceneMap.View map = maps.view().get(0);
    assertEquals("others", map.areas().get(11).style());
    assertEquals(
        new SceneMap.Entry("others", "2 other classes", "2 (16.7 %)"), map.legend().get(10));
  }

  @Test
  void manyTilesAreCountedAndNotAllDrawn() {
    SceneMaps maps = maps();
    for (int i = 0; i < 10_001; i++) {
      maps.add(tile("sea", i % 3, 0));
    }
    SceneMap.View map = maps.view().get(0);
    assertEquals(10_000, map.areas().size());
    assertTrue(map.note().startsWith("The first 10,000"), map.note());
    assertEquals("10,001 (100.0 %)", map.legend().get(0).count());
  }

  @Test
  void imagesHaveNoMap() {
    assertNull(new SceneMaps().view());
  }
}
