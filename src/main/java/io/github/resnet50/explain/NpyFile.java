package io.github.resnet50.explain;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** A map as NumPy reads it: format 1.0, little-endian {@code float32}, {@code [height, width]}. */
final class NpyFile {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX_BYTES = 10;

  private NpyFile() {}

  static byte[] of(HeatMap map) {
    String header =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (%d, %d), }"
            .formatted(map.height(), map.width());
    int length = PREFIX_BYTES + header.length() + 1;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    String padded = header + " ".repeat(padding) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(PREFIX_BYTES + padded.length() + Float.BYTES * map.values().length)
            .order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    bytes.asFloatBuffer().put(map.values());
    return bytes.array();
  }
}
