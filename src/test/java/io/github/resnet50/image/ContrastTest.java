package io.github.resnet50.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContrastTest {
  @Test
  void channelsAreLookedAtByThemselves() {
    byte[] red = Pictures.bytes(255, 0, 0, 255, 0, 0);
    assertEquals(new Contrast(0, 255), Contrast.of(new RgbImage(2, 1, red)));
    byte[] two = Pictures.bytes(10, 50, 30, 12, 20, 30);
    assertEquals(new Contrast(30, 50), Contrast.of(new RgbImage(2, 1, two)));
  }

  /** Levels from 0 to the given one, on a ground of another. */
  @ParameterizedTest
  @CsvSource({
    "0,0,true",
    "255,255,true",
    "0,15,true",
    "0,63,true",
    "0,64,false",
    "240,255,true",
    "200,255,false"
  })
  void blankIsWhatShowsNothing(int lowest, int highest, boolean blank) {
    byte[] rgb = new byte[30];
    Arrays.fill(rgb, (byte) lowest);
    rgb[7] = (byte) highest;
    assertEquals(blank, Contrast.of(new RgbImage(10, 1, rgb)).isBlank());
  }
}
