package io.github.resnet50.engine;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.model.ServingProperties;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InputFillerTest {
  /** Red, green, blue, and white, as two rows of two. */
  private static final byte[] PIXELS = {-1, 0, 0, 0, -1, 0, 0, 0, -1, -1, -1, -1};

  private static final float[] MEAN = {0.5f, 0.4f, 0.3f};
  private static final float[] STD = {0.2f, 0.3f, 0.7f};

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

  /** Images of many sizes, one after another in one buffer, against one number at a time. */
  @Test
  void everyNumberIsWhereItBelongs() {
    for (String order : List.of("RGB", "BGR", "GRAY")) {
      for (boolean channelsFirst : new boolean[] {false, true}) {
        Map<String, String> properties =
            order.equals("GRAY")
                ? Map.of("flag", "GRAYSCALE", "normalize", "0.5,0.4,0.3,0.2,0.3,0.7")
                : Map.of("channelOrder", order, "normalize", "0.5,0.4,0.3,0.2,0.3,0.7");
        InputFiller filler = filler(properties, channelsFirst);
        for (int pixels : new int[] {1, 2, 1023, 1024, 1025, 3071, 3072, 3073, 40_000}) {
          byte[] rgb = new byte[3 * pixels];
          new Random(pixels).nextBytes(rgb);
          byte[] levels = levels(rgb, order, channelsFirst);
          float[] floats = filler.batch(List.of(rgb, rgb));
          FloatBuffer direct =
              ByteBuffer.allocateDirect(4 * floats.length)
                  .order(ByteOrder.nativeOrder())
                  .asFloatBuffer();
          filler.fill(rgb, direct);
          filler.fill(rgb, direct);
          assertEquals(0, direct.remaining());
          ByteBuffer bytes = ByteBuffer.allocate(levels.length);
          filler.fill(rgb, bytes);
          assertArrayEquals(levels, bytes.array());
          for (int i = 0; i < floats.length; i++) {
            int at = i % levels.length;
            int channel = levels.length == pixels ? 0 : channelsFirst ? at / pixels : at % 3;
            float expected =
                (float)
                    (((levels[at] & 0xff) * (double) (1 / 255f) - MEAN[channel]) / STD[channel]);
            assertEquals(expected, floats[i]);
            assertEquals(expected, direct.get(i));
          }
        }
      }
    }
  }

  private static byte[] levels(byte[] rgb, String order, boolean channelsFirst) {
    int pixels = rgb.length / 3;
    byte[] levels = new byte[order.equals("GRAY") ? pixels : rgb.length];
    for (int i = 0; i < levels.length; i++) {
      if (order.equals("GRAY")) {
        int red = rgb[3 * i] & 0xff;
        int green = rgb[3 * i + 1] & 0xff;
        int blue = rgb[3 * i + 2] & 0xff;
        levels[i] = (byte) ((red * 19595 + green * 38470 + blue * 7471 + 0x8000) >> 16);
      } else {
        int channel = channelsFirst ? i / pixels : i % 3;
        int pixel = channelsFirst ? i % pixels : i / 3;
        levels[i] = rgb[3 * pixel + (order.equals("BGR") ? 2 - channel : channel)];
      }
    }
    return levels;
  }
}
