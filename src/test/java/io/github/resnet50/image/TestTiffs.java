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
  private static final int SHORT = 3;
  private static final int LONG = 4;
  private static final int RATIO = 5;
  private static final int BYTES = 7;

  private TestTiffs() {}

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

    private byte[] written(int start, ByteOrder order, boolean last) {
      boolean tiled = tags.containsKey(322);
      int count = tags.size() + blobs.size() + thousandths.size();
      count += (parts.isEmpty() ? 0 : 2) + (below.isEmpty() ? 0 : 1);
      int data = start + 2 + 12 * count + 4;
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
          tail.writeBytes(below.get(i).written((int) places[i], order, true));
        }
        all.put(330, places);
      }
      Map<Integer, byte[]> entries = new TreeMap<>();
      all.forEach((tag, values) -> entries.put(tag, entry(tag, values, data, tail, order)));
      blobs.forEach((tag, content) -> entries.put(tag, entry(tag, content, data, tail, order)));
      thousandths.forEach(
          (tag, values) -> entries.put(tag, ratios(tag, values, data, tail, order)));
      align(tail);
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      ByteBuffer head = ByteBuffer.allocate(2).order(order);
      out.writeBytes(head.putShort((short) count).array());
      entries.values().forEach(out::writeBytes);
      out.writeBytes(
          ByteBuffer.allocate(4).order(order).putInt(last ? 0 : data + tail.size()).array());
      out.writeBytes(tail.toByteArray());
      return out.toByteArray();
    }

    private static byte[] entry(
        int tag, long[] values, int data, ByteArrayOutputStream tail, ByteOrder order) {
      boolean large = tag == 273 || tag == 324 || tag == 330;
      ByteBuffer content = ByteBuffer.allocate((large ? 4 : 2) * values.length).order(order);
      for (long value : values) {
        if (large) {
          content.putInt((int) value);
        } else {
          content.putShort((short) value);
        }
      }
      return entry(tag, large ? LONG : SHORT, values.length, content.array(), data, tail, order);
    }

    private static byte[] ratios(
        int tag, int[] values, int data, ByteArrayOutputStream tail, ByteOrder order) {
      ByteBuffer content = ByteBuffer.allocate(8 * values.length).order(order);
      for (int value : values) {
        content.putInt(value).putInt(1000);
      }
      return entry(tag, RATIO, values.length, content.array(), data, tail, order);
    }

    private static byte[] entry(
        int tag, byte[] content, int data, ByteArrayOutputStream tail, ByteOrder order) {
      return entry(tag, BYTES, content.length, content, data, tail, order);
    }

    private static byte[] entry(
        int tag,
        int type,
        int count,
        byte[] content,
        int data,
        ByteArrayOutputStream tail,
        ByteOrder order) {
      ByteBuffer entry = ByteBuffer.allocate(12).order(order);
      entry.putShort((short) tag).putShort((short) type).putInt(count);
      if (content.length <= 4) {
        entry.put(content);
      } else {
        align(tail);
        entry.putInt(data + tail.size());
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
    return written(ByteOrder.LITTLE_ENDIAN, pages);
  }

  public static byte[] big(Page... pages) {
    return written(ByteOrder.BIG_ENDIAN, pages);
  }

  private static byte[] written(ByteOrder order, Page... pages) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int mark = order == ByteOrder.LITTLE_ENDIAN ? 0x4949 : 0x4d4d;
    out.writeBytes(
        ByteBuffer.allocate(HEADER)
            .order(order)
            .putShort((short) mark)
            .putShort((short) 42)
            .putInt(HEADER)
            .array());
    for (int i = 0; i < pages.length; i++) {
      out.writeBytes(pages[i].written(out.size(), order, i == pages.length - 1));
    }
    return out.toByteArray();
  }
}
