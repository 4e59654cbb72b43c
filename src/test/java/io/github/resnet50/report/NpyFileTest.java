package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class NpyFileTest {
  @Test
  void writesNumPysFormat() {
    byte[] file = NpyFile.of(new float[] {1, 2, 3, 4, 5, 6.5f}, 2, 3);
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = bytes.getShort(8);
    assertEquals(0, (10 + header) % 64);
    String text = new String(file, 10, header, StandardCharsets.US_ASCII);
    assertTrue(text.startsWith("{'descr': '<f4', 'fortran_order': False, 'shape': (2, 3), }"));
    float[] values = new float[6];
    bytes.position(10 + header).slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    assertArrayEquals(new float[] {1, 2, 3, 4, 5, 6.5f}, values);
  }

  @Test
  void aVectorHasAComma() {
    String text = new String(NpyFile.header(5), StandardCharsets.US_ASCII);
    assertTrue(text.contains("'shape': (5,), }"), text);
  }
}
