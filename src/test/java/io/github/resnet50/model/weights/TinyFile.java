package io.github.resnet50.model.weights;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
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
  private static final float OUT_OF_THE_QUESTION = -100;

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

  /**
   * The same weights with more classes: those that there were are every so many, and all others are
   * out of the question.
   */
  public static byte[] withClasses(byte[] file, int classes, int every) throws IOException {
    ByteBuffer in = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int begin = Long.BYTES + (int) in.getLong(0);
    JsonObject header =
        JsonParser.parseString(
                new String(file, Long.BYTES, begin - Long.BYTES, StandardCharsets.UTF_8))
            .getAsJsonObject();
    header.remove("__metadata__");
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    for (String name : header.keySet()) {
      JsonObject tensor = header.getAsJsonObject(name);
      JsonArray offsets = tensor.getAsJsonArray("data_offsets");
      int from = begin + offsets.get(0).getAsInt();
      int bytes = begin + offsets.get(1).getAsInt() - from;
      int start = data.size();
      if (name.startsWith("fc.")) {
        JsonArray shape = tensor.getAsJsonArray("shape");
        int row = bytes / shape.get(0).getAsInt();
        shape.set(0, new JsonPrimitive(classes));
        ByteBuffer rows = ByteBuffer.allocate(classes * row).order(ByteOrder.LITTLE_ENDIAN);
        while (rows.hasRemaining()) {
          rows.putFloat(name.endsWith("bias") ? OUT_OF_THE_QUESTION : 0);
        }
        for (int i = 0; i < bytes / row; i++) {
          rows.put(i * every * row, file, from + i * row, row);
        }
        data.write(rows.array());
      } else {
        data.write(file, from, bytes);
      }
      tensor.add("data_offsets", offsets(start, data.size()));
    }
    byte[] json = header.toString().getBytes(StandardCharsets.UTF_8);
    ByteBuffer out =
        ByteBuffer.allocate(Long.BYTES + json.length + data.size())
            .order(ByteOrder.LITTLE_ENDIAN)
            .putLong(json.length)
            .put(json)
            .put(data.toByteArray());
    return out.array();
  }

  private static JsonArray offsets(int begin, int end) {
    JsonArray offsets = new JsonArray();
    offsets.add(begin);
    offsets.add(end);
    return offsets;
  }
}
