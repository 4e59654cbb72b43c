package io.github.resnet50.image.walk;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.walk.ScanOptions.FilesFrom;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PathListTest {
  private static List<NamedPath> read(byte[] bytes, boolean nullSeparated) throws IOException {
    try (PathList list =
        new PathList(new FilesFrom(() -> new ByteArrayInputStream(bytes), nullSeparated))) {
      List<NamedPath> result = new ArrayList<>();
      for (NamedPath path = list.next(); path != null; path = list.next()) {
        result.add(path);
      }
      return result;
    }
  }

  private static List<String> names(String text, boolean nullSeparated) throws IOException {
    return read(text.getBytes(UTF_8), nullSeparated).stream().map(NamedPath::name).toList();
  }

  @Test
  void readsLines() throws IOException {
    assertEquals(List.of("a", " b ", "-c", "é\"d"), names("a\n b \r\n\n\r\n-c\né\"d", false));
    assertEquals(List.of(), names("", false));
    assertEquals(List.of("a"), names("\uFEFFa\n", false));
    assertEquals(List.of(), names("\uFEFF\r\n", false));
  }

  @Test
  void readsNullSeparatedPaths() throws IOException {
    assertEquals(List.of("a\nb", "c\r", "d"), names("a\nb\0c\r\0\0d", true));
    assertEquals(List.of("a", "b"), names("a\0b\0", true));
  }

  @Test
  void aPathIsTakenAsItIs() throws IOException {
    assertEquals(Path.of("x/../y.jpg"), read("x/../y.jpg\n".getBytes(UTF_8), false).get(0).path());
  }

  @Test
  void theWrongSeparatorIsAProblemOfThePathOnly() throws IOException {
    List<NamedPath> paths = read("a\0b\nc\n".getBytes(UTF_8), false);
    assertEquals(Kind.NOT_FOUND, paths.get(0).problem().kind());
    assertTrue(paths.get(0).problem().message().contains("NUL-separated"));
    assertNull(paths.get(1).problem());
  }

  @Test
  void anEndlessLineIsOneProblemAndCostsNoMemory() throws IOException {
    String atMost = "x".repeat(PathList.LONGEST);
    List<NamedPath> paths = read((atMost + "\n" + atMost + "x\nb").getBytes(UTF_8), false);
    assertEquals(atMost, paths.get(0).name());
    assertNull(paths.get(0).problem());
    assertEquals("x".repeat(256), paths.get(1).name());
    assertEquals(
        "NotFound: entry 2 of the list is longer than 65536 bytes",
        paths.get(1).problem().toString());
    assertEquals("b", paths.get(2).name());
  }

  @Test
  void readsNoMoreThanIsThere() throws IOException {
    InputStream slow =
        new InputStream() {
          private boolean asked;

          @Override
          public int read() {
            throw new AssertionError("read on, though a path was there to be had");
          }

          @Override
          public int read(byte[] buffer, int offset, int length) {
            if (asked) {
              return read();
            }
            asked = true;
            buffer[offset] = 'a';
            buffer[offset + 1] = '\n';
            return 2;
          }
        };
    try (PathList list = new PathList(new FilesFrom(() -> slow, false))) {
      assertEquals("a", list.next().name());
    }
  }
}
