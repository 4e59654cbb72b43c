package io.github.resnet50.organize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.organize.UndoEntry.MadeFolder;
import io.github.resnet50.organize.UndoEntry.Placed;
import io.github.resnet50.organize.UndoEntry.TouchedFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UndoFileTest {
  private static final Instant TIME = Instant.parse("2026-11-30T08:00:00.123456789Z");

  @TempDir Path folder;

  private Placed placed(String from, String to, Mode mode) {
    return new Placed(mode, folder.resolve(from), Path.of(to), 12, TIME);
  }

  @Test
  void whatIsWrittenIsReadBackInAnyOrder() throws IOException {
    Path odd = FileNames.path("caf\u00E9\n\\x5C.jpg".getBytes(StandardCharsets.ISO_8859_1));
    List<UndoEntry> entries =
        List.of(
            new MadeFolder(Path.of("dog")),
            new TouchedFolder(folder, TIME),
            new Placed(Mode.COPY, odd, Path.of("dog").resolve(odd.getFileName()), 0, null),
            placed("a\"b.jpg", "dog/a\"b.jpg", Mode.MOVE));
    try (UndoFile undo = UndoFile.open(folder)) {
      entries.forEach(undo::add);
      undo.force();
    }
    try (UndoFile undo = UndoFile.look(folder)) {
      assertEquals(entries.size(), undo.size());
      for (int i = entries.size() - 1; i >= 0; i--) {
        assertEquals(entries.get(i), undo.get(i));
      }
      assertEquals(entries.get(3), undo.moved(folder.resolve("a\"b.jpg")).orElseThrow());
      assertEquals(entries.get(2), undo.placed(odd, Path.of("dog")).orElseThrow());
      assertTrue(undo.placed(odd, Path.of("cat")).isEmpty());
      assertTrue(undo.moved(odd).isEmpty());
    }
  }

  @Test
  void aLastLineThatIsCutOffIsNothingAndGoes() throws IOException {
    try (UndoFile undo = UndoFile.open(folder)) {
      undo.add(placed("a", "dog/a", Mode.COPY));
      undo.force();
    }
    Path file = folder.resolve(UndoFile.NAME);
    Files.writeString(file, "{\"mode\":\"cop", StandardOpenOption.APPEND);
    try (UndoFile undo = UndoFile.open(folder)) {
      assertEquals(1, undo.size());
      undo.add(placed("b", "dog/b", Mode.COPY));
      undo.force();
    }
    assertEquals(2, Files.readAllLines(file).size());
    try (UndoFile undo = UndoFile.look(folder)) {
      assertEquals(placed("b", "dog/b", Mode.COPY), undo.get(1));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "hello",
        "{}",
        "[]",
        "{\"mode\":\"eat\",\"from\":\"/a\",\"to\":\"b\",\"bytes\":1}",
        "{\"mode\":\"move\",\"from\":\"/a\",\"to\":\"/etc/passwd\",\"bytes\":1}",
        "{\"mode\":\"move\",\"from\":\"/a\",\"to\":\"../../b\",\"bytes\":1}",
        "{\"mode\":\"copy\",\"from\":\"/a\",\"to\":\"b\",\"bytes\":1,\"modified\":\"monday\"}",
        "{\"mode\":\"copy\",\"from\":\"/a\",\"to\":\"b\",\"bytes\":\"many\"}",
      })
  void anotherFileIsRefusedByNameAndLine(String line) throws IOException {
    Files.writeString(folder.resolve(UndoFile.NAME), line + "\n");
    MalformedFileException e =
        assertThrows(MalformedFileException.class, () -> UndoFile.look(folder));
    assertTrue(e.getMessage().contains(UndoFile.NAME + ", line 1: "), e.getMessage());
  }

  @Test
  void onlyOneWritesIt() throws IOException {
    try (UndoFile undo = UndoFile.open(folder)) {
      IOException e = assertThrows(IOException.class, () -> UndoFile.open(folder));
      assertTrue(e.getMessage().startsWith("another organize is at work in "), e.getMessage());
      assertEquals(0, undo.size());
    }
  }
}
