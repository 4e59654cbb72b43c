package io.github.resnet50.image.walk;

import java.io.Closeable;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import org.apache.commons.io.input.UnsynchronizedBufferedInputStream;

/** A list of paths, read on demand: neither its length nor a slow writer matters. */
public final class PathList implements Closeable {
  /** Bytes of the longest entry; Linux opens nothing longer than 4096. */
  static final int LONGEST = 1 << 16;

  /** What a column of paths is usually called, in lower case. */
  public static final Set<String> PATH_COLUMNS =
      Set.of("path", "file", "filename", "file_name", "filepath", "image", "image_path");

  private static final int SHOWN = 256; // bytes of a longer one, in its failed record
  private static final byte[] BYTE_ORDER_MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final UnsynchronizedBufferedInputStream in;
  private final boolean nullSeparated;
  private final byte[] entry = new byte[LONGEST];
  private long number; // of the last entry, from 1
  private boolean started;
  private StructuredList structured; // null: a path a line

  public PathList(ScanOptions.FilesFrom list) throws IOException {
    this.nullSeparated = list.nullSeparated();
    this.in =
        new UnsynchronizedBufferedInputStream.Builder().setInputStream(list.source().get()).get();
  }

  /**
   * The next path that is not empty, or null after the last.
   *
   * @throws io.github.resnet50.basics.MalformedFileException where the list is one of something
   *     else
   */
  public NamedPath next() throws IOException {
    return structured == null ? nextLine() : structured.next();
  }

  /** Whether the list, of which a path has been read, is a table or JSON. */
  public boolean isStructured() {
    return structured != null;
  }

  private NamedPath nextLine() throws IOException {
    int separator = nullSeparated ? '\0' : '\n';
    while (true) {
      int b = in.read();
      if (b < 0) {
        return null;
      }
      number++;
      int length = 0;
      for (; b >= 0 && b != separator; b = in.read()) {
        if (length < LONGEST) {
          entry[length] = (byte) b;
        }
        length = Math.min(length + 1, LONGEST + 1);
      }
      if (length > LONGEST) {
        return NamedPath.notFound(
            new String(entry, 0, SHOWN, StandardCharsets.UTF_8),
            "entry " + number + " of the list is longer than " + LONGEST + " bytes");
      }
      if (!started && !nullSeparated && length > 0) {
        started = true;
        structured = StructuredList.of(Arrays.copyOf(entry, length), in).orElse(null);
        if (structured != null) {
          return structured.next();
        }
      }
      int start = !nullSeparated && number == 1 && startsWithMark(length) ? 3 : 0;
      int end = !nullSeparated && length > 0 && entry[length - 1] == '\r' ? length - 1 : length;
      if (end > start) {
        return NamedPath.of(Arrays.copyOfRange(entry, start, end));
      }
    }
  }

  private boolean startsWithMark(int length) {
    return length >= 3 && Arrays.equals(entry, 0, 3, BYTE_ORDER_MARK, 0, 3);
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
