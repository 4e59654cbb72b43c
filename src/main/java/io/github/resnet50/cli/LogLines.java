package io.github.resnet50.cli;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.options.LongRunOptions.LogFormat;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/**
 * Standard error, whose lines may be given a time. Lines that are JSON with a time of their own, as
 * progress for machines is, stay as they are. Before {@link #format} everything goes through as it
 * comes.
 */
final class LogLines extends PrintWriter {
  private final Lines lines;

  private LogLines(Lines lines) {
    super(lines, true);
    this.lines = lines;
  }

  /** Over a writer; null where there is none. */
  static PrintWriter over(PrintWriter err) {
    return err == null || err instanceof LogLines ? err : new LogLines(new Lines(err));
  }

  /** From the next line on. */
  void format(LogFormat format) {
    synchronized (lock) {
      lines.format = format;
    }
  }

  /** What was written since the last line ended is a line too. */
  void endLine() {
    synchronized (lock) {
      lines.endLine();
    }
  }

  private static final class Lines extends Writer {
    private static final DateTimeFormatter TIME =
        DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss.SSS'Z'", Locale.ROOT)
            .withZone(ZoneOffset.UTC);
    private static final String NAME = "resnet50: ";
    private static final String TIMED = "{\"time\":";

    private final PrintWriter out;
    private final StringBuilder line = new StringBuilder();
    private LogFormat format; // null: as it comes

    Lines(PrintWriter out) {
      this.out = out;
    }

    @Override
    public void write(char[] text, int offset, int length) {
      if (format == null) {
        out.write(text, offset, length);
        return;
      }
      for (int i = offset; i < offset + length; i++) {
        if (text[i] == '\n') {
          writeLine();
        } else if (text[i] != '\r') {
          line.append(text[i]);
        }
      }
    }

    private void writeLine() {
      out.write(formatted(line.toString()) + "\n");
      line.setLength(0);
    }

    void endLine() {
      if (!line.isEmpty()) {
        writeLine();
      }
      out.flush();
    }

    private String formatted(String text) {
      if (text.startsWith(TIMED)) {
        return text;
      }
      String time = TIME.format(Instant.now());
      if (format == LogFormat.TEXT) {
        return time + " " + text;
      }
      JsonObject object = new JsonObject();
      object.addProperty("time", time);
      object.addProperty("message", text.startsWith(NAME) ? text.substring(NAME.length()) : text);
      return object.toString();
    }

    @Override
    public void flush() {
      out.flush();
    }

    @Override
    public void close() throws IOException {
      endLine();
      out.close();
    }
  }
}
