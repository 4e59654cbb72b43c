package io.github.resnet50.basics;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BasicsTest {
  @Test
  void argmaxTakesTheFirstOfEquals() {
    assertEquals(1, Numbers.argmax(new float[] {1, 3, 3}));
    assertEquals(0, Numbers.argmax(new double[] {-1, -2}));
  }

  @Test
  void softmaxIsStableForLargeLogits() {
    float[] logits = {1000, 1000};
    Numbers.softmax(logits);
    assertArrayEquals(new float[] {0.5f, 0.5f}, logits);
  }

  @Test
  void medianOfEvenAndOddCounts() {
    assertEquals(2, Numbers.median(new double[] {3, 1, 2}));
    assertEquals(2.5, Numbers.median(new double[] {4, 1, 2, 3}));
    assertTrue(Double.isNaN(Numbers.median(new double[0])));
  }

  @Test
  void textOfSizesAndDurations() {
    assertEquals("4.2 MB", Text.megabytes(4_200_000));
    assertEquals("102 MB", Text.megabytes(102_400_000));
    assertEquals("0:05", Text.clock(5));
    assertEquals("1:02:03", Text.clock(3723));
    assertEquals("14.2 s", Text.duration(14.2));
    assertEquals("3 min 12 s", Text.duration(192));
    assertEquals("97.5 %", Text.percent(0.975));
  }

  @Test
  void sha256OfPiecesIsThatOfTheWhole(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("f"), "bc");
    String abc = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assertEquals(abc, new Sha256().add("a").add(file).hex());
  }

  @Test
  void replacedFilesAreWholeAndNothingStaysBesideThem(@TempDir Path folder) throws IOException {
    Path file = folder.resolve("new/folder/card.json");
    SafeFiles.replace(file, "one");
    SafeFiles.replace(file, "two");
    assertThrows(
        IOException.class,
        () ->
            SafeFiles.replace(
                file,
                out -> {
                  out.write(1);
                  throw new IOException("disk full");
                }));
    assertEquals("two", Files.readString(file));
    assertEquals(List.of(file), Folders.entries(file.getParent()));
  }

  @Test
  void workUnderALockGivesItsResult(@TempDir Path folder) throws IOException {
    assertEquals("done", SafeFiles.locked(folder.resolve(".lock"), () -> "done"));
    assertThrows(
        IllegalStateException.class,
        () ->
            SafeFiles.locked(
                folder.resolve(".lock"),
                () -> {
                  throw new IllegalStateException();
                }));
  }
}
