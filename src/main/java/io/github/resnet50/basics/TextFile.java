package io.github.resnet50.basics;

import java.io.BufferedInputStream;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Text that others have written: UTF-8 with or without a byte order mark, or UTF-16 with one.
 * Anything else is a {@link MalformedFileException} that says what it is.
 */
public final class TextFile {
  private static final int LONGEST_MAGIC = 8;

  private TextFile() {}

  /** Opens a regular file. */
  public static BufferedReader open(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      String what =
          Files.isDirectory(file)
              ? "a directory"
              : Files.exists(file) ? "no regular file" : "no such file";
      throw new MalformedFileException(file + ": " + what + "; expected a file of text");
    }
    InputStream in = Files.newInputStream(file);
    try {
      return open(in, file.toString());
    } catch (IOException e) {
      in.close();
      throw e;
    }
  }

  /**
   * Reads a stream as text.
   *
   * @param name for messages
   */
  public static BufferedReader open(InputStream stream, String name) throws IOException {
    InputStream in = new BufferedInputStream(stream);
    in.mark(LONGEST_MAGIC);
    byte[] first = in.readNBytes(LONGEST_MAGIC);
    in.reset();
    Optional<String> other = otherKind(first);
    if (other.isPresent()) {
      throw new MalformedFileException(name + " is " + other.get());
    }
    Charset charset = StandardCharsets.UTF_8;
    int mark = 0;
    if (startsWith(first, 0xEF, 0xBB, 0xBF)) {
      mark = 3;
    } else if (startsWith(first, 0xFF, 0xFE) || startsWith(first, 0xFE, 0xFF)) {
      mark = 2;
      charset = first[0] == (byte) 0xFF ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
    }
    in.skipNBytes(mark);
    return new BufferedReader(new StrictReader(in, charset, name));
  }

  /** The whole text of a regular file. */
  public static String read(Path file) throws IOException {
    try (BufferedReader reader = open(file)) {
      StringBuilder text = new StringBuilder();
      char[] buffer = new char[1 << 13];
      for (int length = reader.read(buffer); length >= 0; length = reader.read(buffer)) {
        text.append(buffer, 0, length);
      }
      return text.toString();
    }
  }

  /** The one of comma, semicolon and tab that a header has most of. */
  public static char delimiter(String header) {
    char most = ',';
    for (char c : new char[] {';', '\t'}) {
      most = count(header, c) > count(header, most) ? c : most;
    }
    return most;
  }

  private static long count(String text, char wanted) {
    return text.chars().filter(c -> c == wanted).count();
  }

  /** The delimiter of a table, by its first line, which stays to be read. */
  public static char delimiter(BufferedReader table) throws IOException {
    table.mark(1 << 26); // as far as the line goes
    String header = table.readLine();
    table.reset();
    table.mark(0); // or all that is read from now on would be kept for another reset
    return delimiter(header == null ? "" : header);
  }

  /** What bytes begin, where that is no text, and what to do about it. */
  public static Optional<String> otherKind(byte[] first) {
    if (startsWith(first, 0x1F, 0x8B)) {
      return Optional.of("compressed by gzip: unpack it first");
    }
    if (startsWith(first, 'P', 'K', 3, 4)) {
      return Optional.of("a ZIP archive or a spreadsheet (.xlsx): unpack it, or save it as CSV");
    }
    if (startsWith(first, 0x28, 0xB5, 0x2F, 0xFD)
        || startsWith(first, 'B', 'Z', 'h')
        || startsWith(first, 0xFD, '7', 'z', 'X', 'Z')) {
      return Optional.of("compressed: unpack it first");
    }
    if (startsWith(first, 0xD0, 0xCF, 0x11, 0xE0)) {
      return Optional.of("a spreadsheet or another document of an office program: save it as CSV");
    }
    if (isWide(first, 0) || isWide(first, 1)) {
      return Optional.of("UTF-16 without a byte order mark, or no text: save it as UTF-8");
    }
    if (startsWith(first, 'P', 'A', 'R', '1') || startsWith(first, '%', 'P', 'D', 'F', '-')) {
      return Optional.of("no text: expected CSV or JSON");
    }
    return Optional.empty();
  }

  /** Whether every other byte is 0, as in UTF-16 of western letters. */
  private static boolean isWide(byte[] first, int zeros) {
    boolean wide = first.length >= LONGEST_MAGIC;
    for (int i = 0; i < LONGEST_MAGIC && wide; i++) {
      wide = (first[i] == 0) == (i % 2 == zeros);
    }
    return wide;
  }

  private static boolean startsWith(byte[] bytes, int... expected) {
    if (bytes.length < expected.length) {
      return false;
    }
    for (int i = 0; i < expected.length; i++) {
      if ((bytes[i] & 0xFF) != expected[i]) {
        return false;
      }
    }
    return true;
  }

  /** Decodes, and says in which line bytes are that are no text. */
  private static final class StrictReader extends Reader {
    private final InputStream in;
    private final CharsetDecoder decoder;
    private final Charset charset;
    private final String name;
    private final ByteBuffer bytes = ByteBuffer.allocate(1 << 14).flip();
    private long line = 1;
    private boolean ended;

    StrictReader(InputStream in, Charset charset, String name) {
      this.in = in;
      this.charset = charset;
      this.name = name;
      this.decoder =
          charset
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    @Override
    public int read(char[] target, int offset, int length) throws IOException {
      CharBuffer chars = CharBuffer.wrap(target, offset, length).slice();
      while (true) {
        CoderResult result = decoder.decode(bytes, chars, ended);
        if (chars.position() > 0) {
          for (int i = 0; i < chars.position(); i++) {
            line += target[offset + i] == '\n' ? 1 : 0;
          }
          return chars.position();
        }
        if (result.isError()) {
          throw new MalformedFileException(
              "%s, line %d: bytes that are no %s; expected text in UTF-8: is it Latin-1 or Windows-1252?"
                  .formatted(name, line, charset));
        }
        if (ended || length == 0) {
          return length == 0 ? 0 : -1;
        }
        fill();
      }
    }

    private void fill() throws IOException {
      bytes.compact();
      int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
      ended = count < 0;
      bytes.position(bytes.position() + Math.max(0, count)).flip();
    }

    @Override
    public void close() throws IOException {
      in.close();
    }
  }

  /** What is wrong with a text, by what its parser has thrown. */
  public static String reason(Throwable thrown) {
    Throwable cause = thrown;
    while (cause.getCause() != null
        && (cause.getMessage() == null
            || cause.getMessage().endsWith(cause.getCause().toString()))) {
      cause = cause.getCause();
    }
    String line =
        Text.firstLine(cause)
            .replaceFirst("^Use JsonReader\\..* to accept malformed JSON", "no well-formed JSON");
    return line.contains("encapsulated token") || line.contains("Invalid character between")
        ? "a quotation mark is not closed, or none where CSV may have one: "
            + line.replaceAll(".*(\\(startline \\d+\\)|line: \\d+).*", "$1").replaceAll("[()]", "")
        : line;
  }

  /** The malformed file that a reader has met, by whatever it was wrapped in. */
  public static Optional<MalformedFileException> malformed(Throwable e) {
    Throwable cause = e instanceof UncheckedIOException ? e.getCause() : e;
    return cause instanceof MalformedFileException malformed
        ? Optional.of(malformed)
        : Optional.empty();
  }
}
