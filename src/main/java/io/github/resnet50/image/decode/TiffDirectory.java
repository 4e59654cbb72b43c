package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.Orientation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A directory of a TIFF structure (TIFF 6.0), which is what EXIF blocks are too, or of a BigTIFF,
 * whose places have 64 bits. A tag whose value reaches outside the block is left out. Nothing that
 * it points to is read unless asked for.
 */
final class TiffDirectory {
  private static final int ORIENTATION = 274;

  /** The second number of a TIFF, of Olympus's raw pictures and of Panasonic's. */
  private static final Set<Integer> VERSIONS = Set.of(42, 0x4f52, 0x5352, 0x55);

  private static final int BIG_VERSION = 43;

  /** Bytes of a value of each type, by the type's number; 0: there is no such type. */
  private static final int[] SIZES = {0, 1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4, 0, 0, 8, 8, 8};

  private static final int ASCII = 2;
  private static final int RATIONAL = 5;

  /** Text, fractions, and what is written with a point. */
  private static final Set<Integer> NOT_WHOLE = Set.of(ASCII, RATIONAL, 10, 11, 12);

  /** Longer directories are something else that was taken for one. */
  private static final int MOST_ENTRIES = 4096;

  /** The last of the tags that describe the pixels, and the range of those of luminance. */
  private static final int LAST_OF_PIXELS = 347;

  private static final int LUMINANCE = 529;
  private static final int REFERENCES = 532;

  /** No picture consists of more parts. */
  private static final int MOST_NUMBERS = 1 << 22;

  private static final int MOST_FRACTIONS = 16;

  /** No text, and no table of a JPEG, is longer. */
  private static final int MOST_CONTENT = 1 << 26;

  private final ImageBytes block;
  private final Form form;
  private final long start;
  private final Map<Integer, Entry> entries = new HashMap<>();
  private long next;
  private boolean whole;

  private record Entry(int type, long count, long at) {
    int size() {
      return SIZES[type];
    }
  }

  /** How numbers stand in it. */
  private enum Form {
    LITTLE(true, false),
    BIG(false, false),
    WIDE_LITTLE(true, true),
    WIDE_BIG(false, true);

    final boolean little;
    final int header; // bytes before any directory
    final int count; // bytes of the number of entries
    final int entry; // bytes of an entry
    final int place; // bytes of a place in the block, and of what an entry holds itself

    Form(boolean little, boolean wide) {
      this.little = little;
      this.header = wide ? 16 : 8;
      this.count = wide ? 8 : 2;
      this.entry = wide ? 20 : 12;
      this.place = wide ? 8 : 4;
    }

    /** A number of 1, 2, 4 or 8 bytes; the last with a sign. */
    long number(byte[] bytes, int at, int size) {
      return switch (size) {
        case 1 -> Bytes.u8(bytes, at);
        case 2 -> Bytes.u16(bytes, at, little);
        case 4 -> Bytes.u32(bytes, at, little);
        default -> little ? Long.reverseBytes(Bytes.i64(bytes, at)) : Bytes.i64(bytes, at);
      };
    }
  }

  private TiffDirectory(ImageBytes block, Form form, long start) throws IOException {
    this.block = block;
    this.form = form;
    this.start = start;
    if (start < form.header || start > block.length() - form.count) {
      throw new IOException("it would begin at byte %d of %d".formatted(start, block.length()));
    }
    long count = numberAt(start, form.count);
    if (count < 0 || count > MOST_ENTRIES) {
      throw new IOException("it would have %d entries".formatted(count));
    }
    long at = start + form.count;
    int there = (int) Math.min(count, (block.length() - at) / form.entry);
    byte[] all = block.copy(at, there * form.entry);
    whole = true;
    for (int i = 0; i < there; i++) {
      read(all, i * form.entry, at + (long) i * form.entry);
    }
    whole &= there == count;
    long end = at + count * form.entry;
    next = there == count && end <= block.length() - form.place ? numberAt(end, form.place) : 0;
  }

  /**
   * The first directory.
   *
   * @param block a TIFF header and what follows it
   * @throws IOException where not even its beginning is there
   */
  static TiffDirectory first(ImageBytes block) throws IOException {
    int length = (int) Math.min(block.length(), Form.WIDE_BIG.header);
    byte[] head = block.copy(0, length);
    boolean little = length > 1 && head[0] == 'I' && head[1] == 'I';
    boolean big = length > 1 && head[0] == 'M' && head[1] == 'M';
    if (length < Form.BIG.header || !(little || big)) {
      throw new IOException("no TIFF header");
    }
    int version = Bytes.u16(head, 2, little);
    if (version == BIG_VERSION) {
      Form form = little ? Form.WIDE_LITTLE : Form.WIDE_BIG;
      if (length < form.header || Bytes.u16(head, 4, little) != form.place) {
        throw new IOException("no BigTIFF header");
      }
      return new TiffDirectory(block, form, form.number(head, 8, form.place));
    }
    if (!VERSIONS.contains(version)) {
      throw new IOException("unknown version of TIFF");
    }
    return new TiffDirectory(block, little ? Form.LITTLE : Form.BIG, Bytes.u32(head, 4, little));
  }

  static TiffDirectory first(byte[] block) throws IOException {
    return first(ImageBytes.of(block));
  }

  /** Another directory of the same block. */
  TiffDirectory at(long offset) throws IOException {
    return new TiffDirectory(block, form, offset);
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
    return form.little;
  }

  /** Whether it is a BigTIFF's. */
  boolean isWide() {
    return form == Form.WIDE_LITTLE || form == Form.WIDE_BIG;
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
    if (entry == null || NOT_WHOLE.contains(entry.type()) || entry.count() > MOST_NUMBERS) {
      return new long[0];
    }
    long[] numbers = new long[(int) Math.min(most, entry.count())];
    byte[] values = block.copy(entry.at(), numbers.length * entry.size());
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = form.number(values, i * entry.size(), entry.size());
    }
    return numbers;
  }

  /** All fractions of a tag; none if it is missing or something else. */
  double[] fractions(int tag) {
    Entry entry = entries.get(tag);
    if (entry == null || entry.type() != RATIONAL) {
      return new double[0];
    }
    double[] fractions = new double[(int) Math.min(entry.count(), MOST_FRACTIONS)];
    byte[] values = block.copy(entry.at(), fractions.length * entry.size());
    for (int i = 0; i < fractions.length; i++) {
      int at = i * entry.size();
      fractions[i] =
          (double) form.number(values, at, 4) / Math.max(1, form.number(values, at + 4, 4));
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
    if (entry == null || entry.count() > MOST_CONTENT / entry.size()) {
      return new byte[0];
    }
    return block.copy(entry.at(), entry.size() * (int) entry.count());
  }

  /**
   * Takes an entry.
   *
   * @param at where it is among all
   * @param place where it is in the block
   */
  private void read(byte[] all, int at, long place) {
    int tag = Bytes.u16(all, at, form.little);
    int type = Bytes.u16(all, at + 2, form.little);
    if (type >= SIZES.length || SIZES[type] == 0) {
      return;
    }
    long count = form.number(all, at + 4, form.place);
    int value = at + 4 + form.place;
    boolean isHere = count >= 0 && count <= form.place / SIZES[type];
    long from = isHere ? place + value - at : form.number(all, value, form.place);
    boolean fits =
        count >= 0
            && count <= block.length() / SIZES[type]
            && from >= 0
            && from <= block.length() - SIZES[type] * count;
    if (fits) {
      entries.putIfAbsent(tag, new Entry(type, count, from));
    } else if (isOfPixels(tag, type)) {
      whole = false;
    }
  }

  private static boolean isOfPixels(int tag, int type) {
    return (tag <= LAST_OF_PIXELS && type != ASCII && type != RATIONAL)
        || (tag >= LUMINANCE && tag <= REFERENCES);
  }

  private long numberAt(long at, int size) {
    return form.number(block.copy(at, size), 0, size);
  }
}
