package io.github.resnet50.image.scene;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TilingTest {
  @Test
  void theLastTileIsMovedBackIntoTheScene() {
    Tiling plain = new Tiling(100, 0);
    assertEquals(List.of(0, 100, 150), plain.starts(250));
    assertEquals(List.of(0, 100), plain.starts(200));
    assertEquals(List.of(0, 1), plain.starts(101));
    assertEquals(List.of(0), plain.starts(100));
    assertEquals(List.of(0), plain.starts(7), "a scene smaller than a tile");
    assertEquals(List.of(0, 80, 150), new Tiling(100, 20).starts(250));
    assertEquals(List.of(0, 80), new Tiling(100, 20).starts(180));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"224|224|0", "224,32|224|32", "224,10%|224|22", "8,50%|8|4", "100,0|100|0"})
  void overlapsAreInPixelsOrPercent(String text, int side, int overlap) {
    assertEquals(new Tiling(side, overlap), Tiling.parse(text));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0", "7", "-5", "224,", "224,-1", "224,113", "224,51%", "99999", "a"})
  void othersAreRefused(String text) {
    assertThrows(IllegalArgumentException.class, () -> Tiling.parse(text));
  }
}
