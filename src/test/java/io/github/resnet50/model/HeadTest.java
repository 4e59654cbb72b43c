package io.github.resnet50.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.Head.Dense;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class HeadTest {
  private static byte[] written(Head head) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    head.write(out);
    return out.toByteArray();
  }

  private static Head read(byte[] bytes) throws IOException {
    return Head.read(new ByteArrayInputStream(bytes));
  }

  @Test
  void isTheSameToThreeDigits() throws IOException {
    Random random = new Random(2);
    float[][] first = new float[7][5];
    for (float[] row : first) {
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) (random.nextGaussian() * Math.pow(10, random.nextInt(8) - 4));
      }
    }
    float[] bias = {1.2345678f, -3e-9f, 0, 5, -6};
    Head head =
        new Head(
            List.of(
                new Dense(first, bias, true),
                new Dense(new float[][] {{1}, {-2}, {0.5f}, {0}, {-0.75f}}, new float[1], false)));
    byte[] bytes = written(head);
    assertEquals(8 + 9 + 2 * 35 + 4 * 5 + 9 + 2 * 5 + 4, bytes.length);
    Head again = read(bytes);
    assertEquals(2, again.layers().size());
    assertTrue(again.layers().get(0).relu());
    assertFalse(again.layers().get(1).relu());
    assertArrayEquals(bias, again.layers().get(0).bias());
    for (int row = 0; row < 7; row++) {
      for (int i = 0; i < 5; i++) {
        float weight = first[row][i];
        assertEquals(
            weight, again.layers().get(0).weights()[row][i], Math.abs(weight) / 256 * 1.0001);
      }
    }
    assertArrayEquals(
        head.layers().get(1).weights()[4], again.layers().get(1).weights()[4], "exact in 8 bits");
  }

  @Test
  void whatIsNoHeadIsRefused() throws IOException {
    byte[] bytes = written(new Head(List.of(new Dense(new float[2][2], new float[2], false))));
    assertThrows(IOException.class, () -> read(Arrays.copyOf(bytes, bytes.length - 1)));
    assertThrows(IOException.class, () -> read(new byte[100]));
    bytes[8] = 0x70;
    assertThrows(IOException.class, () -> read(bytes));
  }
}
