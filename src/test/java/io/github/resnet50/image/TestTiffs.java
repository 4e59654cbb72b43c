package io.github.resnet50.image;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** TIFFs written tag by tag. */
public final class TestTiffs {
  private static final int HEADER = 8;
  private static final int WIDE_HEADER = 16;
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int LONG8 = 16;
  private static final int RATIO = 5;
  private static final int BYTES = 7;

  private TestTiffs() {}

  /**
   * How numbers are written.
   *
   * @param wide as BigTIFF has them
   */
  private record Form(ByteOrder order, boolean wide) {
    int count() {
      return wide ? 8 : 2;
    }

    int entry() {
      return wide ? 20 : 12;
    }

    int place() {
      return wide ? 8 : 4;
    }

    byte[] number(int size, long value) {
      ByteBuffer bytes = ByteBuffer.allocate(size).order(order);
      return switch (size) {
        case 2 -> bytes.putShort((short) value).array();
        case 4 -> bytes.putInt((int) value).array();
        default -> bytes.putLong(value).array();
      };
    }
  }

  /** A page: its tags, and its strips or tiles. */
  public static final class Page {
    private final Map<Integer, long[]> tags = new TreeMap<>();
    private final Map<Integer, byte[]> blobs = new TreeMap<>();
    private final Map<Integer, int[]> thousandths = new TreeMap<>();
    private final List<byte[]> parts = new ArrayList<>();
    private List<Page> below = List.of();

    public Page tag(int number, long... values) {
      tags.put(number, values);
      return this;
    }

    public Page blob(int number, byte... content) {
      blobs.put(number, content);
      return this;
    }

    /** Fractions, in thousandths. */
    public Page thousandths(int number, int... values) {
      thousandths.put(number, values);
      return this;
    }

    public Page without(int number) {
      tags.remove(number);
      return this;
    }

    public Page part(byte... content) {
      parts.add(content);
      return this;
    }

    /** Pages that this one points to as parts of it. */
    public Page below(Page... pages) {
      below = List.of(pages);
      return this;
    }

    private byte[] written(int start, Form form, boolean last) {
      boolean tiled = tags.containsKey(322);
      int count = tags.size() + blobs.size() + thousandths.size();
      count += (parts.isEmpty() ? 0 : 2) + (below.isEmpty() ? 0 : 1);
      int data = start + form.count() + form.entry() * count + form.place();
      ByteArrayOutputStream tail = new ByteArrayOutputStream();
      TreeMap<Integer, long[]> all = new TreeMap<>(tags);
      if (!parts.isEmpty()) {
        long[] offsets = new long[parts.size()];
        long[] lengths = new long[parts.size()];
        for (int i = 0; i < offsets.length; i++) {
          offsets[i] = (long) data + tail.size();
          lengths[i] = parts.get(i).length;
          tail.writeBytes(parts.get(i));
        }
        all.put(tiled ? 324 : 273, offsets);
        all.put(tiled ? 325 : 279, lengths);
      }
      if (!below.isEmpty()) {
        long[] places = new long[below.size()];
        for (int i = 0; i < places.length; i++) {
          align(tail);
          places[i] = (long) data + tail.size();
          tail.writeBytes(below.get(i).written((int) places[i], form, true));
        }
        all.put(330, places);
      }
      Map<Integer, byte[]> entries = new TreeMap<>();
      all.forEach((tag, values) -> entries.put(tag, entry(tag, values, data, tail, form)));
      blobs.forEach((tag, content) -> entries.put(tag, entry(tag, content, data, tail, form)));
      thousandths.forEach((tag, values) -> entries.put(tag, ratios(tag, values, data, tail, form)));
      align(tail);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      out.writeBytes(form.number(form.count(), count));
      entries.values().forEach(out::writeBytes);
      out.writeBytes(form.number(form.place(), last ? 0 : data + tail.size()));
      out.writeBytes(tail.toByteArray());
      return out.toByteArray();
    }

    private static byte[] entry(
        int tag, long[] values, int data, ByteArrayOutputStream tail, Form form) {
      boolean large = tag == 273 || tag == 324 || tag == 330;
      int size = large ? form.place() : 2;
      ByteBuffer content = ByteBuffer.allocate(size * values.length);
      for (long value : values) {
        content.put(form.number(size, value));
      }
      int type = large ? (form.wide() ? LONG8 : LONG) : SHORT;
      return entry(tag, type, values.length, content.array(), data, tail, form);
    }

    private static byte[] ratios(
        int tag, int[] values, int data, ByteArrayOutputStream tail, Form form) {
      ByteBuffer content = ByteBuffer.allocate(8 * values.length).order(form.order());
      for (int value : values) {
        content.putInt(value).putInt(1000);
      }
      return entry(tag, RATIO, values.length, content.array(), data, tail, form);
    }

    private static byte[] entry(
        int tag, byte[] content, int data, ByteArrayOutputStream tail, Form form) {
      return entry(tag, BYTES, content.length, content, data, tail, form);
    }

    private static byte[] entry(
        int tag,
        int type,
        int count,
        byte[] content,
        int data,
        ByteArrayOutputStream tail,
        Form form) {
      ByteBuffer entry = ByteBuffer.allocate(form.entry()).order(form.order());
      entry.putShort((short) tag).putShort((short) type).put(form.number(form.place(), count));
      if (content.length <= form.place()) {
        entry.put(content);
      } else {
        align(tail);
        entry.put(form.number(form.place(), data + tail.size()));
        tail.writeBytes(content);
      }
      return entry.array();
    }

    private static void align(ByteArrayOutputStream out) {
      if (out.size() % 2 != 0) {
        out.write(0);
      }
    }
  }

  /** A page of one strip without compression; further tags replace these. */
  public static Page page(int width, int height, int color, int samples, int bits) {
    long[] all = new long[samples];
    Arrays.fill(all, bits);
    return new Page()
        .tag(256, width)
        .tag(257, height)
        .tag(258, all)
        .tag(259, 1)
        .tag(262, color)
        .tag(277, samples);
  }

  public static byte[] little(Page... pages) {
    return written(new Form(ByteOrder.LITTLE_ENDIAN, false), pages);
  }

  public static byte[] big(Page... pages) {
    return written(new Form(ByteOrder.BIG_ENDIAN, false), pages);
  }

  /** A BigTIFF. */
  public static byte[] wide(ByteOrder order, Page... pages) {
    return written(new Form(order, true), pages);
  }

  private static byte[] written(Form form, Page... pages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(form.number(2, form.order() == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d));
    if (form.wide()) {
      out.writeBytes(form.number(2, 43));
      out.writeBytes(form.number(2, 8));
      out.writeBytes(form.number(2, 0));
      out.writeBytes(form.number(8, WIDE_HEADER));
    } else {
      out.writeBytes(form.number(2, 42));
      out.writeBytes(form.number(4, HEADER));
    }
    for (int i = 0; i < pages.length; i++) {
      out.writeBytes(pages[i].written(out.size(), form, i == pages.length - 1));
    }
    return out.toByteArray();
  }
}
