package io.github.resnet50.model.weights;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Writes files of safetensors, right ones and others. */
public final class TinyFile {
  private TinyFile() {}

  /** A file with this header and so many bytes behind it, all 0. */
  public static Path withHeader(Path file, String header, int data) throws IOException {
    byte[] json = header.getBytes(StandardCharsets.UTF_8);
    return withLength(file, json.length, json, data);
  }

  /** A file that claims a length of its header. */
  public static Path withLength(Path file, long claimed, byte[] header, int data)
      throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(claimed).array());
    bytes.write(header);
    bytes.write(new byte[data]);
    return Files.write(file, bytes.toByteArray());
  }

  /** Tensors of these shapes and one type, all 0, one after the other. */
  public static Path withShapes(Path file, String dtype, Map<String, List<Long>> shapes)
      throws IOException {
    List<String> entries = new ArrayList<>();
    long end = 0;
    for (Map.Entry<String, List<Long>> entry : shapes.entrySet()) {
      long begin = end;
      end +=
          entry.getValue().stream().reduce(1L, (a, b) -> a * b)
              * StoredTensor.ELEMENT_BYTES.get(dtype);
      entries.add(tensor(entry.getKey(), dtype, entry.getValue(), begin, end));
    }
    return withHeader(file, "{" + String.join(",", entries) + "}", Math.toIntExact(end));
  }

  /** A tensor's entry in a header. */
  public static String tensor(String name, String dtype, List<Long> shape, long begin, long end) {
    return "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}"
        .formatted(name, dtype, shape, begin, end);
  }
}
