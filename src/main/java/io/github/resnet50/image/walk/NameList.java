package io.github.resnet50.image.walk;

import io.github.resnet50.basics.FileNames;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The names of one directory, as bytes in a few large arrays: a million names of 15 characters take
 * 21 MB here, and 87 MB as a sorted list of paths. Not for use by several threads.
 */
final class NameList {
  private static final int FIRST_CHUNK = 1 << 10;
  private static final int LARGEST_CHUNK = 1 << 16; // an offset in it has 16 bits
  private static final int HEADER = 2;
  private static final int RAW = 1 << 15; // in the header, beside the length in bytes

  private final List<byte[]> chunks = new ArrayList<>();
  private int used; // bytes of the last chunk
  private int[] places = new int[16]; // of each name: its chunk's number << 16 | its offset there
  private int size;

  /**
   * Adds a name, a path of one component.
   *
   * @throws IOException if the names of the directory do not fit
   */
  void add(Path name) throws IOException {
    String text = name.toString();
    boolean exact = FileNames.isExact(text);
    byte[] bytes = exact ? text.getBytes(StandardCharsets.UTF_8) : FileNames.bytes(name);
    int length = HEADER + bytes.length;
    if (bytes.length >= RAW) {
      throw new IOException("a name of " + bytes.length + " bytes");
    }
    if (chunks.isEmpty() || used + length > last().length) {
      if (chunks.size() > 0xFFFF) {
        throw new IOException("more than " + size + " names in one directory");
      }
      int roomy = chunks.isEmpty() ? FIRST_CHUNK : Math.min(2 * last().length, LARGEST_CHUNK);
      chunks.add(new byte[Math.max(roomy, length)]);
      used = 0;
    }
    if (size == places.length) {
      places = Arrays.copyOf(places, size + size / 2);
    }
    int header = exact ? bytes.length : bytes.length | RAW;
    last()[used] = (byte) (header >> 8);
    last()[used + 1] = (byte) header;
    System.arraycopy(bytes, 0, last(), used + HEADER, bytes.length);
    places[size++] = (chunks.size() - 1) << 16 | used;
    used += length;
  }

  int size() {
    return size;
  }

  /** The path of the name at {@code index} in {@code directory}. */
  Path resolve(Path directory, int index) {
    int place = places[index];
    byte[] chunk = chunk(place);
    int start = start(place);
    int end = end(place);
    if ((chunk[start - HEADER] << 8 & RAW) != 0) {
      return directory.resolve(FileNames.path(Arrays.copyOfRange(chunk, start, end)).getFileName());
    }
    return directory.resolve(new String(chunk, start, end - start, StandardCharsets.UTF_8));
  }

  /** Sorts by unsigned bytes, which in UTF-8 is by code points, whatever the locale. */
  void sort() {
    sort(0, size, new int[(size + 1) / 2]);
  }

  /** Merge sort; {@code spare} has room for the left half. */
  private void sort(int from, int to, int[] spare) {
    if (to - from < 2) {
      return;
    }
    int middle = (from + to) >>> 1;
    sort(from, middle, spare);
    sort(middle, to, spare);
    if (compare(places[middle - 1], places[middle]) <= 0) {
      return;
    }
    int leftSize = middle - from;
    System.arraycopy(places, from, spare, 0, leftSize);
    int left = 0;
    int right = middle;
    for (int target = from; left < leftSize; target++) {
      boolean takeRight = right < to && compare(spare[left], places[right]) > 0;
      places[target] = takeRight ? places[right++] : spare[left++];
    }
  }

  private int compare(int a, int b) {
    return Arrays.compareUnsigned(chunk(a), start(a), end(a), chunk(b), start(b), end(b));
  }

  private byte[] last() {
    return chunks.get(chunks.size() - 1);
  }

  private byte[] chunk(int place) {
    return chunks.get(place >>> 16);
  }

  private static int start(int place) {
    return (place & 0xFFFF) + HEADER;
  }

  private int end(int place) {
    byte[] chunk = chunk(place);
    int start = start(place);
    int header = (chunk[start - 2] & 0xFF) << 8 | (chunk[start - 1] & 0xFF);
    return start + (header & ~RAW);
  }
}
