package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.basics.ByteSource;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.OutputFile.Packing;
import io.github.resnet50.testing.Folders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class OutputTest {
  @TempDir Path directory;

  private Output open(Path target, boolean overwrite) throws IOException {
    return Output.open(target, overwrite, OutputStream.nullOutputStream());
  }

  private static void print(Output output, String text) throws IOException {
    output.stream().write(text.getBytes(StandardCharsets.UTF_8));
  }

  private List<String> names() throws IOException {
    return Folders.names(directory);
  }

  @Test
  void appearsOnCommitOnly() throws IOException {
    Path target = directory.resolve("out.csv");
    try (Output output = open(target, false)) {
      print(output, "abc");
      output.stream().flush();
      assertEquals(List.of("out.csv.partial"), names());
      assertEquals("abc", Files.readString(directory.resolve("out.csv.partial")));
      print(output, "d");
      output.commit();
    }
    assertEquals(List.of("out.csv"), names());
    assertEquals("abcd", Files.readString(target));
  }

  @Test
  void withoutCommitThePartialStays() throws IOException {
    Path target = directory.resolve("out.csv");
    try (Output output = open(target, false)) {
      print(output, "abc");
    }
    assertEquals(List.of("out.csv.partial"), names());
    assertEquals("abc", Files.readString(directory.resolve("out.csv.partial")));
  }

  @Test
  void anEmptyPartialDoesNotStay() throws IOException {
    open(directory.resolve("out.csv"), false).close();
    assertEquals(List.of(), names());
  }

  @Test
  void anEmptyResultCounts() throws IOException {
    try (Output output = open(directory.resolve("out.jsonl"), false)) {
      output.commit();
    }
    assertEquals(List.of("out.jsonl"), names());
  }

  @Test
  void whatAnInterruptedRunHasLeftIsKept() throws IOException {
    Path partial = Files.writeString(directory.resolve("out.csv.partial"), "precious");
    Path target = directory.resolve("out.csv");
    Exception e = assertThrows(FileAlreadyExistsException.class, () -> open(target, false));
    assertTrue(e.getMessage().startsWith(partial + ": "), e.getMessage());
    assertTrue(e.getMessage().contains("--overwrite"), e.getMessage());
    assertEquals("precious", Files.readString(partial));
    assertEquals(List.of("out.csv.partial"), names());
  }

  @Test
  void anEmptyPartialIsInNobodysWay() throws IOException {
    Files.createFile(directory.resolve("out.csv.partial"));
    Path target = directory.resolve("out.csv");
    try (Output output = open(target, false)) {
      print(output, "new");
      output.commit();
    }
    assertEquals("new", Files.readString(target));
    assertEquals(List.of("out.csv"), names());
  }

  @Test
  void oneRunAtATimeWritesAnOutput() throws IOException {
    Path target = directory.resolve("out.csv");
    try (Output first = open(target, false)) {
      for (boolean overwrite : List.of(false, true)) {
        Exception e = assertThrows(FileSystemException.class, () -> open(target, overwrite));
        assertEquals(target + ": another run is writing " + target, e.getMessage());
      }
      print(first, "mine");
      first.commit();
      assertEquals("mine", Files.readString(target));
    }
    try (Output next = open(target, true)) {
      print(next, "next");
      next.commit();
    }
    assertEquals("next", Files.readString(target));
  }

  /** For as long as it takes to make a table, which may be minutes. */
  @Test
  void nobodyElseCanWriteWhileATableIsMade() throws IOException {
    Path target = directory.resolve("out.parquet");
    List<String> attempts = new ArrayList<>();
    Packing parquet = OutputFormat.PARQUET.packing(Map.of()).orElseThrow();
    try (OutputFile output = OutputFile.open(target, false)) {
      output.packs(
          (written, table) -> {
            parquet.pack(written, table);
            attempts.add(LockAttempt.inAnotherProcess(directory.resolve("out.parquet.partial")));
          });
      try (PredictionSink sink = OutputFormat.PARQUET.sink(output.stream(), 1)) {
        sink.write(
            new ItemResult.Predicted(0, "a", 1, 1, List.of(new Prediction(1, "n1", "b", 0.5f))));
      }
      attempts.add(LockAttempt.inAnotherProcess(directory.resolve("out.parquet.partial")));
      output.commit();
    }
    assertEquals(List.of("locked", "locked"), attempts);
    assertEquals(List.of("out.parquet"), names());
    assertEquals("free", LockAttempt.inAnotherProcess(target));
  }

  /** What another run would find. */
  static final class LockAttempt {
    public static void main(String... args) throws IOException {
      try (FileChannel file = FileChannel.open(Path.of(args[0]), StandardOpenOption.APPEND)) {
        System.out.print(file.tryLock() == null ? "locked" : "free");
      }
    }

    static String inAnotherProcess(Path file) throws IOException {
      Process process =
          new ProcessBuilder(
                  Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                  "-cp",
                  LockAttempt.class.getProtectionDomain().getCodeSource().getLocation().getPath(),
                  LockAttempt.class.getName(),
                  file.toString())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try (InputStream out = process.getInputStream()) {
        return new String(out.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  }

  @Test
  void anInterruptedThreadsOutputIsWholeAllTheSame() throws IOException {
    Path target = directory.resolve("out.csv");
    try (Output output = open(target, false)) {
      Thread.currentThread().interrupt();
      print(output, "abc");
      output.stream().flush();
      output.commit();
    } finally {
      assertTrue(Thread.interrupted());
    }
    assertEquals("abc", Files.readString(target));
  }

  @Test
  void anOldPartialIsReplacedWhereItMayBe() throws IOException {
    Files.writeString(directory.resolve("out.csv.partial"), "long old text");
    Path target = directory.resolve("out.csv");
    try (Output output = open(target, true)) {
      print(output, "new");
      output.commit();
    }
    assertEquals("new", Files.readString(target));
  }

  @Test
  void anExistingFileIsKept() throws IOException {
    Path target = Files.writeString(directory.resolve("out.csv"), "old");
    Exception e = assertThrows(FileAlreadyExistsException.class, () -> open(target, false));
    assertEquals(target + ": exists already; use --overwrite to replace it", e.getMessage());
    assertEquals(List.of("out.csv"), names());
  }

  @Test
  void anExistingFileIsKeptUntilTheCommit() throws IOException {
    Path target = Files.writeString(directory.resolve("out.csv"), "old");
    try (Output output = open(target, true)) {
      print(output, "new");
      output.stream().flush();
      assertEquals("old", Files.readString(target));
      output.commit();
    }
    assertEquals("new", Files.readString(target));
    assertEquals(List.of("out.csv"), names());
  }

  @Test
  void aFileMadeMeanwhileIsKept() throws IOException {
    Path target = directory.resolve("out.csv");
    try (Output output = open(target, false)) {
      print(output, "mine");
      Files.writeString(target, "theirs");
      assertThrows(FileAlreadyExistsException.class, output::commit);
    }
    assertEquals("theirs", Files.readString(target));
    assertEquals("mine", Files.readString(directory.resolve("out.csv.partial")));
  }

  /** While it was packed. */
  @Test
  void aTableMadeMeanwhileIsKept() throws IOException {
    Path target = directory.resolve("out.parquet");
    try (OutputFile output = OutputFile.open(target, false)) {
      output.packs(
          (written, table) -> {
            copy(written, table);
            Files.writeString(target, "theirs");
          });
      print(output, "mine");
      assertThrows(FileAlreadyExistsException.class, output::commit);
    }
    assertEquals(List.of("out.parquet", "out.parquet.partial"), names());
    assertEquals("theirs", Files.readString(target));
    assertEquals("mine", Files.readString(directory.resolve("out.parquet.partial")));
  }

  @Test
  void aTableThatCannotBePutInPlaceIsNamed() throws IOException {
    Path target = directory.resolve("out.parquet");
    Path packed = directory.resolve("out.parquet.packed");
    try (OutputFile output = OutputFile.open(target, true)) {
      output.packs(
          (written, table) -> {
            copy(written, table);
            Files.createFile(Files.createDirectory(target).resolve("theirs"));
          });
      print(output, "mine");
      Exception e = assertThrows(FileSystemException.class, output::commit);
      assertTrue(e.getMessage().startsWith(target + ": cannot be put in its "), e.getMessage());
      assertTrue(e.getMessage().endsWith("it is complete, and called " + packed), e.getMessage());
      assertEquals(packed, output.partial().orElseThrow());
    }
    assertEquals(List.of("out.parquet", "out.parquet.packed"), names());
    assertEquals("mine", Files.readString(packed));
  }

  @Test
  void oneThatIsStoppedWhileItPacksLeavesNothing() throws IOException {
    for (boolean isPacked : List.of(false, true)) {
      try (OutputFile output = OutputFile.open(directory.resolve("out.parquet"), true)) {
        output.packs(
            (written, table) -> {
              copy(written, table);
              if (isPacked) {
                Files.writeString(directory.resolve("out.parquet.packed"), "whole");
              }
              output.discard();
            });
        print(output, "mine");
        assertThrows(IOException.class, output::commit);
      }
      assertEquals(List.of(), names());
    }
  }

  private static void copy(ByteSource written, OutputStream table) throws IOException {
    try (InputStream in = written.open()) {
      in.transferTo(table);
    }
  }

  @Test
  void directories() {
    Exception e = assertThrows(FileSystemException.class, () -> open(directory, true));
    assertEquals(directory + ": is a directory", e.getMessage());
    Path lost = directory.resolve("no/such/out.csv");
    e = assertThrows(NoSuchFileException.class, () -> open(lost, false));
    assertEquals(lost + ": its directory does not exist", e.getMessage());
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkIsFollowed() throws IOException {
    Path real = Files.writeString(directory.resolve("real.csv"), "old");
    Path link = Files.createSymbolicLink(directory.resolve("link.csv"), Path.of("real.csv"));
    try (Output output = open(link, true)) {
      print(output, "new");
      output.commit();
    }
    assertTrue(Files.isSymbolicLink(link));
    assertEquals("new", Files.readString(real));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aLinkToNothingIsKept() throws IOException {
    Path link = Files.createSymbolicLink(directory.resolve("link.csv"), Path.of("real.csv"));
    assertThrows(NoSuchFileException.class, () -> open(link, true));
    assertTrue(Files.isSymbolicLink(link));
  }

  @Test
  @DisabledOnOs(OS.WINDOWS)
  void aDeviceIsNotReplaced() throws IOException {
    Path device = Path.of("/dev/null");
    try (Output output = open(device, true)) {
      print(output, "abc");
      output.commit();
    }
    assertFalse(Files.isRegularFile(device));
  }

  @Test
  void standardOutputIsNotOpenedAnewWhateverItIsCalled() throws IOException {
    for (String name : new String[] {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) {
      OneWay raw = new OneWay();
      try (Output output = Output.open(Path.of(name), false, raw)) {
        print(output, "abc");
        output.commit();
        assertEquals("abc", raw.text());
      }
    }
  }

  @Test
  void standardOutputIsFlushedAndNeverClosed() throws IOException {
    OneWay raw = new OneWay();
    try (Output output = Output.open(Path.of("-"), false, raw)) {
      print(output, "abc");
      assertEquals("", raw.text());
      output.commit();
      assertEquals("abc", raw.text());
      assertEquals("standard output", output.name());
    }
    assertFalse(raw.closed);
  }

  @Test
  void aBrokenPipeIsNoticed() throws IOException {
    OneWay raw = new OneWay();
    raw.broken = true;
    for (OutputStream out : List.of(raw, new PrintStream(raw, false, StandardCharsets.UTF_8))) {
      Output output = Output.open(Path.of("-"), false, out);
      print(output, "abc");
      Exception e = assertThrows(IOException.class, output::commit);
      assertTrue(e.getMessage().startsWith("standard output"), e.getMessage());
    }
  }

  @Test
  void afterAFailureNothingIsWrittenTwice() throws IOException {
    OneWay raw = new OneWay();
    raw.broken = true;
    Exception e =
        assertThrows(
            IOException.class,
            () -> {
              try (Output output = Output.open(Path.of("-"), false, raw)) {
                print(output, "abc");
                try {
                  output.stream().flush();
                } finally {
                  raw.broken = false;
                }
              }
            });
    assertEquals("standard output was closed early", e.getMessage());
    assertEquals("", raw.text());
  }

  /** What is behind standard output: an end that can vanish. */
  private static final class OneWay extends OutputStream {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean broken;
    private boolean closed;

    @Override
    public void write(int b) throws IOException {
      if (broken) {
        throw new IOException("Broken pipe");
      }
      bytes.write(b);
    }

    @Override
    public void close() {
      closed = true;
    }

    String text() {
      return bytes.toString(StandardCharsets.UTF_8);
    }
  }
}
