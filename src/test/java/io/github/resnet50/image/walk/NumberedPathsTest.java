package io.github.resnet50.image.walk;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NumberedPathsTest {
  private static List<String> expanded(String path) {
    return NumberedPaths.expanded(List.of(path));
  }

  @Test
  void rangesAreExpandedAsByBash() {
    assertEquals(List.of("s/008.tar", "s/009.tar", "s/010.tar"), expanded("s/{008..010}.tar"));
    assertEquals(List.of("9", "10"), expanded("{9..10}"));
    assertEquals(List.of("09", "10"), expanded("{09..10}"));
    assertEquals(List.of("2", "1", "0"), expanded("{2..0}"));
    assertEquals(List.of("a1b1", "a1b2", "a2b1", "a2b2"), expanded("a{1..2}b{1..2}"));
    assertEquals(
        List.of("x{1,2}", "{a..c}", "$%d{"),
        NumberedPaths.expanded(List.of("x{1,2}", "{a..c}", "$%d{")));
    assertEquals(List.of("100%1", "100%2"), expanded("100%{1..2}"));
  }

  @Test
  void aFileOfThatNameStandsForItself(@TempDir Path folder) throws IOException {
    Path file = Files.createFile(folder.resolve("{1..3}.tar"));
    assertEquals(List.of(file.toString()), expanded(file.toString()));
  }

  @Test
  void tooManyStandForThemselves() {
    assertEquals(100_000, expanded("{1..100000}").size());
    assertEquals(1, expanded("{1..100001}").size());
    assertEquals(List.of("{1..99999}{1..99999}"), expanded("{1..99999}{1..99999}"));
  }
}
