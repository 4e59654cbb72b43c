package io.github.resnet50.report;

import java.io.BufferedOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;

/** Standard output or a device: bytes that are gone once written, so that a commit is a flush. */
final class DirectOutput implements Output {
  private static final int BUFFER_BYTES = 1 << 16;

  private final String name;
  private final OutputStream stream;
  private final boolean owned;
  private boolean closed;

  private DirectOutput(String name, OutputStream stream, boolean owned) {
    this.name = name;
    this.stream = new BufferedOutputStream(new NamedStream(name, stream), BUFFER_BYTES);
    this.owned = owned;
  }

  static DirectOutput standardOutput(OutputStream raw) {
    return new DirectOutput(
        "standard output", raw instanceof PrintStream print ? new Checked(print) : raw, false);
  }

  static DirectOutput device(Path path, OutputStream opened) {
    return new DirectOutput(path.toString(), opened, true);
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public void commit() throws IOException {
    stream.flush();
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    if (owned) {
      stream.close();
    } else {
      stream.flush();
    }
  }

  /** A PrintStream swallows a broken pipe; a run whose reader has gone must end. */
  private static final class Checked extends FilterOutputStream {
    private final PrintStream print;

    Checked(PrintStream print) {
      super(print);
      this.print = print;
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      print.write(bytes, offset, length);
      check();
    }

    @Override
    public void flush() throws IOException {
      check();
    }

    private void check() throws IOException {
      if (print.checkError()) {
        throw new IOException("is closed");
      }
    }
  }
}
