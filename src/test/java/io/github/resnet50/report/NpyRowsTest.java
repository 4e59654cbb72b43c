package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NpyRowsTest {
  @TempDir Path folder;

  private static byte[] file(NpyRows rows) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    rows.writeTo(file);
    return file.toByteArray();
  }

  @Test
  void rowsStandInTheirOrderAlsoThoseWithoutNumbers() throws IOException {
    try (NpyRows rows = new NpyRows(folder)) {
      rows.addAbsent();
      rows.addAbsent();
      rows.add(new float[] {1, 2});
      rows.addAbsent();
      rows.add(new float[] {3, 4});
      assertThrows(IOException.class, () -> rows.add(new float[] {1}));
      float no = Float.NaN;
      assertEquals(5, rows.count());
      assertArrayEquals(
          NpyFile.of(new float[] {no, no, no, no, 1, 2, no, no, 3, 4}, 5, 2), file(rows));
    }
    try (Stream<Path> left = Files.list(folder)) {
      assertEquals(0, left.count());
    }
  }

  @Test
  void whereNoneHasNumbersTheyAreRowsOfNone() throws IOException {
    try (NpyRows rows = new NpyRows(folder)) {
      rows.addAbsent();
      rows.addAbsent();
      assertArrayEquals(NpyFile.of(new float[0], 2, 0), file(rows));
    }
  }
}
