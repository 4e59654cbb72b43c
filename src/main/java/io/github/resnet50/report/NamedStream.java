package io.github.resnet50.report;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;

/**
 * The bottom of an output: says in every error where it happened, and takes nothing more after the
 * first. A buffer above does not know how much of its content a failed write has taken; were it
 * flushed again, as closing does, the file would hold some bytes twice.
 */
public final class NamedStream extends OutputStream {
  private final String name;
  private final OutputStream out;
  private IOException failure;

  /**
   * @param name of the output in errors
   */
  public NamedStream(String name, OutputStream out) {
    this.name = name;
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int length) throws IOException {
    check();
    try {
      out.write(bytes, offset, length);
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void flush() throws IOException {
    check();
    try {
      out.flush();
    } catch (IOException e) {
      fail(e);
    }
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  private void fail(IOException e) throws IOException {
    failure = e;
    check();
  }

  /** A new exception each time: one that is suppressed by itself would be an error of its own. */
  private void check() throws IOException {
    if (failure != null) {
      throw new IOException(name + what(), failure);
    }
  }

  /** A reader such as {@code head} that has read enough is not an error of the output. */
  private String what() {
    String message = String.valueOf(failure.getMessage());
    return message.toLowerCase(Locale.ROOT).contains("broken pipe")
        ? " was closed early"
        : ": " + message;
  }
}
