package io.github.resnet50.report;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Numbers as NumPy reads them: format 1.0, little-endian {@code float32}, row-major. */
public final class NpyFile {
  private static final int ALIGNMENT = 64;
  private static final int PREFIX_BYTES = 10;

  private NpyFile() {}

  /** A whole file. */
  public static byte[] of(float[] values, long... shape) {
    byte[] header = header(shape);
    byte[] data = data(values);
    byte[] file = Arrays.copyOf(header, header.length + data.length);
    System.arraycopy(data, 0, file, header.length, data.length);
    return file;
  }

  /** What stands before the data. */
  public static byte[] header(long... shape) {
    String sizes =
        Arrays.stream(shape).mapToObj(Long::toString).collect(Collectors.joining(", "))
            + (shape.length == 1 ? "," : "");
    String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + sizes + "), }";
    int length = PREFIX_BYTES + header.length() + 1;
    int padding = (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
    String padded = header + " ".repeat(padding) + "\n";
    ByteBuffer bytes =
        ByteBuffer.allocate(PREFIX_BYTES + padded.length()).order(ByteOrder.LITTLE_ENDIAN);
    bytes.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
    bytes.put((byte) 1).put((byte) 0).putShort((short) padded.length());
    bytes.put(padded.getBytes(StandardCharsets.US_ASCII));
    return bytes.array();
  }

  /** What stands behind the header. */
  public static byte[] data(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }
}
