package io.github.resnet50.report;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats of prediction files, each named as its suffix. */
public enum OutputFormat {
  CSV {
    @Override
    PredictionSink sink(Writer out, int topK, RecordExtras extras, boolean continued)
        throws IOException {
      return new CsvSink(out, topK, extras, continued);
    }
  },
  JSON {
    @Override
    PredictionSink sink(Writer out, int topK, RecordExtras extras, boolean continued)
        throws IOException {
      return JsonSink.array(out, extras, continued);
    }
  },
  JSONL {
    @Override
    PredictionSink sink(Writer out, int topK, RecordExtras extras, boolean continued) {
      return JsonSink.lines(out, extras);
    }
  };

  private static final byte[] REPLACEMENT = "\uFFFD".getBytes(StandardCharsets.UTF_8);

  /** The format that a file's suffix names, whatever its case; empty where it names none. */
  public static Optional<OutputFormat> forFile(Path file) {
    Path name = file.getFileName();
    String lower = name == null ? "" : name.toString().toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).filter(format -> lower.endsWith("." + format)).findFirst();
  }

  abstract PredictionSink sink(Writer out, int topK, RecordExtras extras, boolean continued)
      throws IOException;

  /** Starts a prediction file, without extras. */
  public PredictionSink sink(Writer out, int topK) throws IOException {
    return sink(out, topK, RecordExtras.NONE, false);
  }

  /** Starts a prediction file in UTF-8, without extras; see {@link #writer}. */
  public PredictionSink sink(OutputStream out, int topK) throws IOException {
    return sink(out, topK, RecordExtras.NONE);
  }

  /**
   * Starts a prediction file in UTF-8.
   *
   * @param topK predictions a record: what was asked for, or the model's number of classes where
   *     that is smaller
   * @param extras what records hold besides; if anything, they come with all their scores
   */
  public PredictionSink sink(OutputStream out, int topK, RecordExtras extras) throws IOException {
    return sink(writer(out), topK, extras, false);
  }

  /** Continues a prediction file that has records already. */
  public PredictionSink continuation(OutputStream out, int topK, RecordExtras extras)
      throws IOException {
    return sink(writer(out), topK, extras, true);
  }

  /**
   * A buffered UTF-8 writer. Half a surrogate pair, possible in names on Windows, becomes U+FFFD:
   * the bytes are valid UTF-8 whatever the text.
   */
  public static Writer writer(OutputStream out) {
    return new BufferedWriter(
        new OutputStreamWriter(
            out,
            StandardCharsets.UTF_8
                .newEncoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .replaceWith(REPLACEMENT)));
  }

  /** The suffix without its dot: {@code csv}, {@code json}, {@code jsonl}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
