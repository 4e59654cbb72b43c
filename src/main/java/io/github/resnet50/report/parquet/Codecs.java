package io.github.resnet50.report.parquet;

import io.airlift.compress.Compressor;
import io.airlift.compress.Decompressor;
import io.airlift.compress.snappy.SnappyDecompressor;
import io.airlift.compress.zstd.ZstdCompressor;
import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.GZIPInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.compression.CompressionCodecFactory;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;

/**
 * Compression without native code: pages are written as Zstandard, and read also as what other
 * programs write most.
 */
final class Codecs implements CompressionCodecFactory {
  private static final int LARGEST_PAGE = 1 << 27; // usual is 1 MB

  static final CompressionCodecName WRITTEN = CompressionCodecName.ZSTD;

  @Override
  public BytesInputCompressor getCompressor(CompressionCodecName name) {
    if (name != WRITTEN) {
      throw new IllegalArgumentException("nothing is written as " + name);
    }
    return new Zstandard();
  }

  @Override
  public BytesInputDecompressor getDecompressor(CompressionCodecName name) {
    return switch (name) {
      case UNCOMPRESSED -> new Pages((page, length) -> page);
      case ZSTD -> new Pages((page, length) -> decompressed(new ZstdDecompressor(), page, length));
      case SNAPPY ->
          new Pages((page, length) -> decompressed(new SnappyDecompressor(), page, length));
      case GZIP ->
          new Pages(
              (page, length) -> {
                try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(page))) {
                  return in.readNBytes(length);
                }
              });
      default ->
          throw new IllegalArgumentException(
              "it is compressed as " + name + "; expected zstd, snappy, gzip or none");
    };
  }

  private static byte[] decompressed(Decompressor codec, byte[] page, int length) {
    if (length > LARGEST_PAGE) {
      throw new IllegalArgumentException("a page of it has %,d bytes".formatted(length));
    }
    byte[] bytes = new byte[length];
    codec.decompress(page, 0, page.length, bytes, 0, length);
    return bytes;
  }

  private static byte[] all(BytesInput bytes) throws IOException {
    ByteArrayOutputStream page = new ByteArrayOutputStream(Math.toIntExact(bytes.size()));
    bytes.writeAllTo(page);
    return page.toByteArray();
  }

  @Override
  public void release() {}

  private static final class Zstandard implements BytesInputCompressor {
    private final Compressor codec = new ZstdCompressor();

    @Override
    public BytesInput compress(BytesInput bytes) throws IOException {
      byte[] page = all(bytes);
      byte[] compressed = new byte[codec.maxCompressedLength(page.length)];
      int length = codec.compress(page, 0, page.length, compressed, 0, compressed.length);
      return BytesInput.from(compressed, 0, length);
    }

    @Override
    public CompressionCodecName getCodecName() {
      return WRITTEN;
    }

    @Override
    public void release() {}
  }

  /** Makes a page of so many bytes of a compressed one. */
  private interface Unpacking {
    byte[] unpacked(byte[] page, int length) throws IOException;
  }

  private record Pages(Unpacking unpacking) implements BytesInputDecompressor {
    @Override
    public BytesInput decompress(BytesInput bytes, int length) throws IOException {
      return BytesInput.from(unpacking.unpacked(all(bytes), length));
    }

    @Override
    public void decompress(ByteBuffer from, int compressedLength, ByteBuffer to, int length)
        throws IOException {
      byte[] page = new byte[compressedLength];
      from.get(page);
      to.put(unpacking.unpacked(page, length));
    }

    @Override
    public void release() {}
  }
}
