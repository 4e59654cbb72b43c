package io.github.resnet50.organize;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.basics.WholeReads;
import io.github.resnet50.organize.UndoEntry.Placed;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/**
 * The undo file of a folder. It is only ever written on, each line before what it tells is done and
 * forced to the disk, so that after any end it knows of everything; a last line that is cut off is
 * of something that was not begun. Memory: some bytes a line.
 */
final class UndoFile implements Closeable {
  /** Its name in the folder that it is of. */
  static final String NAME = ".resnet50-undo.jsonl";

  private final Path file;
  private final FileChannel channel; // null: there is none
  private final LongMap earlier = new LongMap(); // what was placed where: the number of its line
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();
  private long[] starts = new long[1024]; // of lines, and behind them the end of the last
  private int lines;

  private UndoFile(Path file, FileChannel channel) throws IOException {
    this.file = file;
    this.channel = channel;
    if (channel != null) {
      try {
        read();
      } catch (IOException | RuntimeException e) {
        channel.close();
        throw e;
      }
    }
  }

  /** That of a folder, to be looked at; there need be none. */
  static UndoFile look(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    return new UndoFile(
        file, Files.isRegularFile(file) ? FileChannel.open(file, StandardOpenOption.READ) : null);
  }

  /**
   * That of a folder, to be written on; it is made where there is none.
   *
   * @throws IOException also where another process has it
   */
  static UndoFile open(Path folder) throws IOException {
    Path file = folder.resolve(NAME);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (!SafeFiles.tryLock(channel)) {
      channel.close();
      throw new IOException("another organize is at work in " + folder);
    }
    UndoFile undo = new UndoFile(file, channel);
    channel.truncate(undo.starts[undo.lines]);
    channel.position(undo.starts[undo.lines]);
    return undo;
  }

  private void read() throws IOException {
    InputStream in = new BufferedInputStream(Channels.newInputStream(channel), 1 << 16);
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      if (b != '\n') {
        line.write(b);
        continue;
      }
      add(line.size() + 1, parse(line.toByteArray(), lines + 1));
      line.reset();
    }
  }

  private UndoEntry parse(byte[] line, long number) throws IOException {
    try {
      return UndoEntry.parse(new String(line, StandardCharsets.UTF_8));
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(
          "%s, line %d: is no undo file of organize, or was edited: %s"
              .formatted(file, number, e.getMessage()),
          e);
    }
  }

  private void add(int length, UndoEntry entry) {
    if (lines + 1 == starts.length) {
      starts = Arrays.copyOf(starts, 2 * starts.length);
    }
    starts[lines + 1] = starts[lines] + length;
    if (entry instanceof Placed placed) {
      earlier.put(hash(placed.from(), placed.to().getParent()), lines);
      if (placed.mode() == Mode.MOVE) {
        earlier.put(hash(placed.from(), null), lines);
      }
    }
    lines++;
  }

  private static long hash(Path from, Path folder) {
    return new Sha256()
        .add(FileNames.whole(from) + '\0' + (folder == null ? "" : FileNames.whole(folder)))
        .head();
  }

  /** How many entries there are. */
  int size() {
    return lines;
  }

  /** One of them, from 0. */
  UndoEntry get(int number) throws IOException {
    ByteBuffer line = ByteBuffer.allocate(Math.toIntExact(starts[number + 1] - starts[number] - 1));
    WholeReads.fill(channel, starts[number], line);
    return parse(line.array(), number + 1L);
  }

  /** Where an image was put before, in a folder. */
  Optional<Placed> placed(Path from, Path folder) throws IOException {
    return placed(hash(from, folder));
  }

  /** Where an image was moved to last. */
  Optional<Placed> moved(Path from) throws IOException {
    return placed(hash(from, null));
  }

  private Optional<Placed> placed(long hash) throws IOException {
    int line = earlier.get(hash, -1);
    return line < 0 ? Optional.empty() : Optional.of((Placed) get(line));
  }

  /** Adds an entry, which counts from the next {@link #force} on. */
  void add(UndoEntry entry) {
    byte[] line = (entry.line() + "\n").getBytes(StandardCharsets.UTF_8);
    pending.writeBytes(line);
    add(line.length, entry);
  }

  /** Has all entries be on the disk. */
  void force() throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(pending.toByteArray());
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
    pending.reset();
    channel.force(true);
  }

  Path file() {
    return file;
  }

  @Override
  public void close() throws IOException {
    if (channel != null) {
      channel.close();
    }
  }
}
