package io.github.resnet50.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.model.ServingProperties;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.util.Map;
import org.junit.jupiter.api.Test;

class InputFillerTest {
  /** Red, green, blue, and white, as two rows of two. */
  private static final byte[] PIXELS = {-1, 0, 0, 0, -1, 0, 0, 0, -1, -1, -1, -1};

  private static InputFiller filler(Map<String, String> properties, boolean channelsFirst) {
    return new InputFiller(new ServingProperties(properties).preprocessing(), channelsFirst);
  }

  @Test
  void grayIsLuma() {
    InputFiller filler = filler(Map.of("flag", "GRAYSCALE", "toTensor", "false"), false);
    assertEquals(4, filler.values(4));
    FloatBuffer floats = FloatBuffer.allocate(4);
    filler.fill(PIXELS, floats);
    assertArrayEquals(new float[] {76, 150, 29, 255}, floats.array());
    ByteBuffer bytes = ByteBuffer.allocate(4);
    filler.fill(PIXELS, bytes);
    assertArrayEquals(new byte[] {76, (byte) 150, 29, -1}, bytes.array());
  }

  @Test
  void coloursComeInTheModelsOrderAndLayout() {
    FloatBuffer last = FloatBuffer.allocate(12);
    filler(Map.of("channelOrder", "BGR"), false).fill(PIXELS, last);
    assertArrayEquals(new float[] {0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1, 1}, last.array());
    FloatBuffer first = FloatBuffer.allocate(12);
    filler(Map.of(), true).fill(PIXELS, first);
    assertArrayEquals(new float[] {1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1, 1}, first.array());
  }
}
