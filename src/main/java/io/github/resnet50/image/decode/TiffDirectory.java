package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.u8;

import io.github.resnet50.image.Orientation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory of a TIFF structure (TIFF 6.0), which is what EXIF blocks are too. A tag whose value
 * reaches outside the block is left out. Nothing that it points to is read unless asked for.
 */
final class TiffDirectory {
  private static final int ORIENTATION = 274;

  /** The second number of a TIFF, of Olympus's raw pictures and of Panasonic's. */
  private static final Set<Integer> VERSIONS = Set.of(42, 0x4f52, 0x5352, 0x55);

  private static final int HEADER = 8;
  private static final int ENTRY = 12;

  /** Bytes of a value of each type, by the type's number. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4};

  private static final int ASCII = 2;
  private static final int RATIONAL = 5;
  private static final int FLOAT = 11;

  /** Longer directories are something else that was taken for one. */
  private static final int MOST_ENTRIES = 4096;

  /** The last of the tags that describe the pixels, and the range of those of luminance. */
  private static final int LAST_OF_PIXELS = 347;

  private static final int LUMINANCE = 529;
  private static final int REFERENCES = 532;

  /** No picture consists of more parts. */
  private static final int MOST_NUMBERS = 1 << 22;

  private static final int MOST_FRACTIONS = 16;

  private final byte[] block;
  private final boolean little;
  private final long start;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private long next;
  private boolean whole;

  private record Entry(int type, int count, int at) {}

  private TiffDirectory(byte[] block, boolean little, long start) throws IOException {
    this.block = block;
    this.little = little;
    this.start = start;
    if (start < HEADER || start + 2 > block.length) {
      throw new IOException("it would begin at byte %d of %d".formatted(start, block.length));
    }
    int count = u16((int) start);
    if (count > MOST_ENTRIES) {
      throw new IOException("it would have %d entries".formatted(count));
    }
    int at = (int) start + 2;
    whole = true;
    for (int i = 0; i < count && at + ENTRY <= block.length; i++, at += ENTRY) {
      read(at);
    }
    boolean all = at == start + 2 + (long) ENTRY * count;
    whole &= all;
    next = all && at + 4 <= block.length ? u32(at) : 0;
  }

  /**
   * The first directory.
   *
   * @param block a TIFF header and what follows it
   * @throws IOException where not even its beginning is there
   */
  static TiffDirectory first(byte[] block) throws IOException {
    boolean little = block.length > 1 && block[0] == 'I' && block[1] == 'I';
    boolean big = block.length > 1 && block[0] == 'M' && block[1] == 'M';
    if (block.length < HEADER || !(little || big)) {
      throw new IOException("no TIFF header");
    }
    if (!VERSIONS.contains(Bytes.u16(block, 2, little))) {
      throw new IOException("unknown version of TIFF");
    }
    return new TiffDirectory(block, little, Bytes.u32(block, 4, little));
  }

  /** Another directory of the same block. */
  TiffDirectory at(long offset) throws IOException {
    return new TiffDirectory(block, little, offset);
  }

  /** The orientation in an EXIF block; upright if it is damaged. */
  static Orientation orientation(byte[] block) {
    try {
      return first(block).orientation();
    } catch (IOException e) {
      return Orientation.UPRIGHT;
    }
  }

  /** The orientation, where it says one. */
  Optional<Orientation> givenOrientation() {
    return has(ORIENTATION) ? Optional.of(orientation()) : Optional.empty();
  }

  Orientation orientation() {
    return Orientation.ofExif((int) number(ORIENTATION, 0));
  }

  /** Where it begins in the block. */
  long start() {
    return start;
  }

  /** Where the directory of the next page begins, or 0. */
  long next() {
    return next;
  }

  /** Whether the block holds all of its entries, and what they say of the pixels. */
  boolean isWhole() {
    return whole;
  }

  boolean isLittleEndian() {
    return little;
  }

  boolean has(int tag) {
    return entries.containsKey(tag);
  }

  /**
   * A tag's first value; -1, which stands for nothing anywhere, where it is no whole number.
   *
   * @param otherwise what counts where the tag is missing
   */
  long number(int tag, long otherwise) {
    if (!has(tag)) {
      return otherwise;
    }
    long[] numbers = numbers(tag, 1);
    return numbers.length == 0 ? -1 : numbers[0];
  }

  /** All whole numbers of a tag, unsigned; none if it is missing or something else. */
  long[] numbers(int tag) {
    return numbers(tag, Integer.MAX_VALUE);
  }

  private long[] numbers(int tag, int most) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type() == ASCII || entry.type() == FLOAT) {
      return new long[0];
    }
    int size = SIZES[entry.type()];
    if (size > 4 || entry.count() > MOST_NUMBERS) {
      return new long[0];
    }
    long[] numbers = new long[Math.min(most, entry.count())];
    for (int i = 0; i < numbers.length; i++) {
      int at = entry.at() + i * size;
      numbers[i] = size == 1 ? u8(block, at) : size == 2 ? u16(at) : u32(at);
    }
    return numbers;
  }

  /** All fractions of a tag; none if it is missing or something else. */
  double[] fractions(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type() != RATIONAL) {
      return new double[0];
    }
    double[] fractions = new double[Math.min(entry.count(), MOST_FRACTIONS)];
    for (int i = 0; i < fractions.length; i++) {
      int at = entry.at() + i * SIZES[RATIONAL];
      fractions[i] = (double) u32(at) / Math.max(1, u32(at + 4));
    }
    return fractions;
  }

  /** A tag's text, or its bytes as text; empty if it is missing. */
  String text(int tag) {
    byte[] content = content(tag);
    return new String(content, StandardCharsets.ISO_8859_1).replace("\0", "").strip();
  }

  /** A tag's value as it stands in the block; empty if it is missing. */
  byte[] content(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null) {
      return new byte[0];
    }
    byte[] content = new byte[SIZES[entry.type()] * entry.count()];
    System.arraycopy(block, entry.at(), content, 0, content.length);
    return content;
  }

  private void read(int at) {
    int type = u16(at + 2);
    long count = u32(at + 4);
    if (type == 0 || type >= SIZES.length) {
      return;
    }
    long size = SIZES[type] * count;
    long from = size <= 4 ? at + 8 : u32(at + 8);
    if (from + size <= block.length) {
      entries.putIfAbsent(u16(at), new Entry(type, (int) count, (int) from));
    } else if (isOfPixels(u16(at), type)) {
      whole = false;
    }
  }

  private static boolean isOfPixels(int tag, int type) {
    return (tag <= LAST_OF_PIXELS && type != ASCII && type != RATIONAL)
        || (tag >= LUMINANCE && tag <= REFERENCES);
  }

  private int u16(int at) {
    return Bytes.u16(block, at, little);
  }

  private long u32(int at) {
    return Bytes.u32(block, at, little);
  }
}
