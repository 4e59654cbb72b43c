package io.github.resnet50.model.weights;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.TextFile;
import io.github.resnet50.basics.WholeReads;
import io.github.resnet50.model.ModelException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The header of a file of safetensors: 8 bytes with its length, little-endian, then JSON that names
 * each tensor's type, shape and place behind it. Nothing it claims is believed before it is
 * compared with the file: places must lie in the file, fit their shape, and fill it without gap or
 * overlap, as the format demands.
 *
 * @param tensors by name, in the header's order
 */
record SafetensorsHeader(Map<String, StoredTensor> tensors) {
  private static final int PREFIX = Long.BYTES;

  /** Three hundred times the header of a ResNet152; the format allows 100 MB. */
  private static final long MOST_BYTES = 16 << 20;

  private static final String METADATA = "__metadata__";

  /**
   * Reads it.
   *
   * @throws ModelException naming the file, what it claims and what is true
   */
  static SafetensorsHeader of(Path file) throws ModelException, IOException {
    try (FileChannel channel = FileChannel.open(file)) {
      return new Parsing(file, channel.size()).parse(channel);
    }
  }

  /** One header while it is read. */
  private record Parsing(Path file, long size) {

    SafetensorsHeader parse(FileChannel channel) throws ModelException, IOException {
      if (size < PREFIX) {
        throw wrong("it has %d bytes, fewer than the length of a header takes".formatted(size));
      }
      long length = read(channel, 0, PREFIX).getLong();
      if (length < 0 || length > size - PREFIX) {
        throw wrong(
            "it claims a header of %s bytes, and has %d"
                .formatted(Long.toUnsignedString(length), size));
      }
      if (length > MOST_BYTES) {
        throw wrong(
            "its header has %d bytes; more than %d are not read".formatted(length, MOST_BYTES));
      }
      byte[] json = read(channel, PREFIX, (int) length).array();
      Map<String, StoredTensor> tensors = tensors(json, PREFIX + length);
      requireFilled(tensors, PREFIX + length);
      return new SafetensorsHeader(tensors);
    }

    private static ByteBuffer read(FileChannel channel, long from, int length) throws IOException {
      ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
      WholeReads.fill(channel, from, bytes);
      return bytes;
    }

    private Map<String, StoredTensor> tensors(byte[] text, long data)
        throws ModelException, IOException {
      Map<String, StoredTensor> tensors = new LinkedHashMap<>();
      var decoder =
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .onUnmappableCharacter(CodingErrorAction.REPORT);
      try (JsonReader json =
          new JsonReader(new InputStreamReader(new ByteArrayInputStream(text), decoder))) {
        json.setStrictness(Strictness.STRICT);
        json.beginObject();
        while (json.hasNext()) {
          String name = json.nextName();
          if (name.equals(METADATA)) {
            json.skipValue();
          } else if (tensors.put(name, tensor(json, name, data)) != null) {
            throw wrong("it names tensor %s twice".formatted(Text.shortened(name)));
          }
        }
        json.endObject();
        if (json.peek() != JsonToken.END_DOCUMENT) {
          throw wrong("its header does not end where its JSON does");
        }
      } catch (IOException | JsonParseException | IllegalStateException | NumberFormatException e) {
        // It may tell the way to its place through any number of names.
        throw new ModelException(
            text("its header is not what the format says: " + Text.shortened(TextFile.reason(e))),
            e);
      }
      return tensors;
    }

    private StoredTensor tensor(JsonReader json, String name, long data)
        throws ModelException, IOException {
      String dtype = null;
      List<Long> shape = null;
      List<Long> offsets = null;
      json.beginObject();
      while (json.hasNext()) {
        switch (json.nextName()) {
          case "dtype" -> dtype = json.nextString();
          case "shape" -> shape = numbers(json);
          case "data_offsets" -> offsets = numbers(json);
          default -> json.skipValue();
        }
      }
      json.endObject();
      if (dtype == null || shape == null || offsets == null || offsets.size() != 2) {
        throw wrong(
            "tensor %s lacks its dtype, shape or data_offsets".formatted(Text.shortened(name)));
      }
      long begin = offsets.get(0);
      long end = offsets.get(1);
      if (begin < 0 || end < begin || end > size - data) {
        throw wrong(
            "tensor %s lies at bytes %d to %d of %d"
                .formatted(Text.shortened(name), begin, end, size - data));
      }
      if (end - begin != bytes(name, dtype, shape)) {
        throw wrong(
            "tensor %s of type %s and shape %s has %d bytes"
                .formatted(Text.shortened(name), dtype, shape, end - begin));
      }
      return new StoredTensor(file, dtype, shape, data + begin, end - begin);
    }

    private static List<Long> numbers(JsonReader json) throws IOException {
      List<Long> numbers = new ArrayList<>();
      json.beginArray();
      while (json.hasNext()) {
        if (json.peek() != JsonToken.NUMBER) {
          throw new IllegalStateException("expected a number at " + json.getPath());
        }
        numbers.add(json.nextLong());
      }
      json.endArray();
      return numbers;
    }

    private long bytes(String name, String dtype, List<Long> shape) throws ModelException {
      Integer element = StoredTensor.ELEMENT_BYTES.get(dtype);
      if (element == null) {
        throw wrong(
            "tensor %s is of type %s, which is not known"
                .formatted(Text.shortened(name), Text.shortened(dtype)));
      }
      try {
        long bytes = element;
        for (long side : shape) {
          if (side < 0) {
            throw wrong("tensor %s has shape %s".formatted(Text.shortened(name), shape));
          }
          bytes = Math.multiplyExact(bytes, side);
        }
        return bytes;
      } catch (ArithmeticException e) {
        throw new ModelException(
            text(
                "tensor %s has more elements than can be: %s"
                    .formatted(Text.shortened(name), shape)),
            e);
      }
    }

    /** No byte may belong to two tensors, or to none. */
    private void requireFilled(Map<String, StoredTensor> tensors, long data) throws ModelException {
      List<Map.Entry<String, StoredTensor>> inOrder = new ArrayList<>(tensors.entrySet());
      inOrder.sort(
          Comparator.comparingLong(
                  (Map.Entry<String, StoredTensor> entry) -> entry.getValue().offset())
              .thenComparingLong(entry -> entry.getValue().bytes()));
      long filled = data;
      for (Map.Entry<String, StoredTensor> entry : inOrder) {
        long begin = entry.getValue().offset();
        if (begin != filled) {
          throw wrong(
              (begin < filled
                      ? "tensor %s overlaps the one before it by %d bytes"
                      : "before tensor %s lie %d bytes that belong to none")
                  .formatted(Text.shortened(entry.getKey()), Math.abs(begin - filled)));
        }
        filled += entry.getValue().bytes();
      }
      if (filled != size) {
        throw wrong("its last %d bytes belong to no tensor".formatted(size - filled));
      }
    }

    private ModelException wrong(String reason) {
      return new ModelException(text(reason));
    }

    private String text(String reason) {
      return file + " is damaged, or no file of safetensors: " + reason;
    }
  }
}
