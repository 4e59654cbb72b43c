package io.github.resnet50.features;

import io.github.resnet50.basics.SafeFiles;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.zip.CRC32C;

/**
 * A file of cached features: a header, an index, then float32 in little-endian order, a row an
 * entry. It is written under another name, moved into place when complete, and never changed. The
 * index and each row have a checksum.
 */
final class Segment {
  static final String SUFFIX = ".features";

  private static final int MAGIC = 0x46303552; // R50F
  private static final int VERSION = 1;
  private static final int HEADER_BYTES = 5 * Integer.BYTES;
  private static final int INDEX_BYTES = 6 * Long.BYTES + Integer.BYTES;

  private final Path file;
  private final int width;
  private final long dataStart;
  private final Map<Key, Location> rows;

  /** An image's content and the key of its variant, 0 for the image itself. */
  record Key(ContentKey content, long variant) {}

  /** What is kept of a variant. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Features(long perceptualHash, float[] features) {}

  /** Where the features of a variant are, and the rest of what is kept of it. */
  private record Location(int index, long perceptualHash, int checksum) {}

  /** The file's content is not what was written. */
  static final class DamagedException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedException(Path file) {
      super(file + " is damaged");
    }
  }

  private Segment(Path file, int width, Map<Key, Location> rows) {
    this.file = file;
    this.width = width;
    this.rows = rows;
    this.dataStart = HEADER_BYTES + (long) INDEX_BYTES * rows.size();
  }

  /** Reads the index. */
  static Segment open(Path file) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      ByteBuffer header = read(file, channel, 0, HEADER_BYTES);
      boolean ours = header.getInt() == MAGIC && header.getInt() == VERSION;
      long count = header.getInt();
      int width = header.getInt();
      int checksum = header.getInt();
      long size = HEADER_BYTES + count * (INDEX_BYTES + (long) Float.BYTES * width);
      if (!ours || count < 1 || width < 1 || size != channel.size()) {
        throw new DamagedException(file);
      }
      ByteBuffer index = read(file, channel, HEADER_BYTES, Math.toIntExact(INDEX_BYTES * count));
      if (checksum(index) != checksum) {
        throw new DamagedException(file);
      }
      Map<Key, Location> rows = new LinkedHashMap<>();
      for (int i = 0; i < count; i++) {
        ContentKey content =
            new ContentKey(index.getLong(), index.getLong(), index.getLong(), index.getLong());
        Key key = new Key(content, index.getLong());
        rows.put(key, new Location(i, index.getLong(), index.getInt()));
      }
      if (rows.size() != count) {
        throw new DamagedException(file);
      }
      return new Segment(file, width, rows);
    }
  }

  Path file() {
    return file;
  }

  Iterable<Key> keys() {
    return rows.keySet();
  }

  /**
   * Reads an entry that exists.
   *
   * @throws DamagedException where it is not what was written
   */
  Features read(Key key) throws IOException {
    Location row = rows.get(key);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long bytes = (long) Float.BYTES * width;
      ByteBuffer data =
          read(file, channel, dataStart + row.index() * bytes, Math.toIntExact(bytes));
      if (checksum(data) != row.checksum()) {
        throw new DamagedException(file);
      }
      float[] features = new float[width];
      data.asFloatBuffer().get(features);
      return new Features(row.perceptualHash(), features);
    }
  }

  /**
   * Writes entries into a new file of a folder.
   *
   * @param entries at least one, all of one width
   */
  static Segment write(Path folder, Map<Key, Features> entries) throws IOException {
    int width = entries.values().iterator().next().features().length;
    ByteBuffer index = littleEndian(entries.size() * INDEX_BYTES);
    entries.forEach((key, entry) -> index(index, key, entry, checksum(row(entry.features()))));
    ByteBuffer header = littleEndian(HEADER_BYTES);
    header.putInt(MAGIC).putInt(VERSION).putInt(entries.size()).putInt(width);
    header.putInt(checksum(index.flip()));
    String name = Long.toHexString(ThreadLocalRandom.current().nextLong());
    Path file = folder.resolve(name + SUFFIX);
    SafeFiles.replace(
        file,
        out -> {
          write(out, header);
          write(out, index);
          for (Features entry : entries.values()) {
            write(out, row(entry.features()));
          }
        });
    return open(file);
  }

  private static void write(OutputStream out, ByteBuffer whole) throws IOException {
    out.write(whole.array(), whole.arrayOffset(), whole.capacity());
  }

  private static ByteBuffer row(float[] features) {
    ByteBuffer row = littleEndian(features.length * Float.BYTES);
    row.asFloatBuffer().put(features);
    return row;
  }

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static void index(ByteBuffer index, Key key, Features entry, int checksum) {
    ContentKey content = key.content();
    index.putLong(content.first()).putLong(content.second());
    index.putLong(content.third()).putLong(content.fourth());
    index.putLong(key.variant()).putLong(entry.perceptualHash()).putInt(checksum);
  }

  /** The checksum of the bytes between position and limit; the buffer is left unchanged. */
  private static int checksum(ByteBuffer bytes) {
    CRC32C checksum = new CRC32C();
    checksum.update(bytes.duplicate());
    return (int) checksum.getValue();
  }

  private static ByteBuffer read(Path file, FileChannel channel, long start, int length)
      throws IOException {
    ByteBuffer bytes = littleEndian(length);
    while (bytes.hasRemaining()) {
      if (channel.read(bytes, start + bytes.position()) < 0) {
        throw new DamagedException(file);
      }
    }
    return bytes.flip();
  }
}
