package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/** Prints paths for the shell, with the bytes that their files have in their names. */
final class PathPrinter implements Closeable {
  private static final int BUFFER_BYTES = 1 << 16;

  private final OutputStream out;
  private final int end;

  /**
   * @param out flushed at the end, never closed
   * @param nullSeparated whether a NUL ends each path, not a line's end
   */
  PathPrinter(OutputStream out, boolean nullSeparated) {
    this.out = new BufferedOutputStream(out, BUFFER_BYTES);
    this.end = nullSeparated ? '\0' : '\n';
  }

  void print(String path) throws IOException {
    out.write(FileNames.bytes(path));
    out.write(end);
  }

  /** What separates groups: an empty path. */
  void separate() throws IOException {
    out.write(end);
  }

  @Override
  public void close() throws IOException {
    out.flush();
  }
}
