package io.github.resnet50.report.journal;

import java.io.Closeable;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** A journal that is written on, a line at a time, each handed to the operating system at once. */
final class JournalFile implements Closeable {
  private final Path path;
  private final FileOutputStream file; // no channel: interrupting the writer would close it

  JournalFile(Path path) throws IOException {
    this.path = path;
    this.file = new FileOutputStream(path.toFile(), true);
  }

  void append(String line) throws IOException {
    try {
      file.write(line.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new IOException(path + ": " + e.getMessage(), e);
    }
  }

  /** Forgets what is beyond. */
  void truncate(long length) throws IOException {
    file.getChannel().truncate(length);
  }

  /** Forces what was written to the device. */
  void sync() throws IOException {
    file.getFD().sync();
  }

  @Override
  public void close() throws IOException {
    file.close();
  }
}
