package io.github.resnet50.graph.onnx.file;

import com.google.protobuf.ByteString;
import io.github.resnet50.graph.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A constant tensor of a file.
 *
 * @param name empty where it has none
 * @param type number of its type of elements
 * @param sizes none for a scalar
 * @param content the elements as they lie in memory, little-endian; empty where they are elsewhere
 * @param numbers the elements of small types, where the file has them one by one; else empty
 * @param external where the elements are, if they are in a file of their own; else empty
 */
public record OnnxTensor(
    String name,
    long type,
    List<Long> sizes,
    ByteString content,
    ByteString numbers,
    Map<String, String> external) {
  private static final int EXTERNAL = 1;

  /** TensorFlow's most. */
  private static final int MOST_AXES = 254;

  public OnnxTensor {
    sizes = List.copyOf(sizes);
    external = Map.copyOf(external);
  }

  static OnnxTensor read(ByteString message) throws IOException {
    Reading tensor = new Reading();
    Message.read(message, tensor);
    if (tensor.sizes.size() > MOST_AXES) {
      throw new UnsupportedFileException(
          "one of its tensors has more than %d axes".formatted(MOST_AXES));
    }
    return new OnnxTensor(
        tensor.name,
        tensor.type,
        tensor.sizes,
        tensor.content,
        tensor.numbers,
        tensor.isExternal ? tensor.external : Map.of());
  }

  private static final class Reading implements Message.Reader {
    private String name = "";
    private long type;
    private final List<Long> sizes = new ArrayList<>();
    private ByteString content = ByteString.EMPTY;
    private ByteString numbers = ByteString.EMPTY;
    private final Map<String, String> external = new HashMap<>();
    private boolean isExternal;

    @Override
    public void read(Message.Field field) throws IOException {
      switch (field.number()) {
        case Fields.Tensor.NAME -> name = field.name();
        case Fields.Tensor.TYPE -> type = field.number64();
        case Fields.Tensor.SIZES -> field.longs(this::add);
        case Fields.Tensor.CONTENT -> content = field.bytes();
        case Fields.Tensor.FLOATS, Fields.Tensor.DOUBLES -> content = content.concat(field.fixed());
        case Fields.Tensor.INTS, Fields.Tensor.LONGS -> numbers = numbers.concat(varints(field));
        case Fields.Tensor.EXTERNAL -> OnnxFile.entry(field.bytes(), external);
        case Fields.Tensor.LOCATION -> isExternal = field.number64() == EXTERNAL;
        default -> {}
      }
    }

    private void add(long size) {
      if (sizes.size() <= MOST_AXES) {
        sizes.add(size); // one too many is enough to tell
      }
    }

    private static ByteString varints(Message.Field field) throws IOException {
      ByteString.Output longs = ByteString.newOutput();
      ByteBuffer one = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      field.longs(value -> longs.write(one.putLong(0, value).array(), 0, Long.BYTES));
      return longs.toByteString();
    }
  }

  /** Whether its elements are in a file of their own. */
  public boolean isExternal() {
    return !external.isEmpty();
  }

  /**
   * The tensor with its elements.
   *
   * @param others the files beside the model
   * @throws OnnxException where they do not fit its sizes, or are not there
   */
  public HostTensor value(ExternalData others) throws OnnxException {
    ElementType elements =
        ElementType.of(type)
            .orElseThrow(() -> new OnnxException("%s is of type %d".formatted(inWords(), type)));
    long count = 1;
    try {
      for (long size : sizes) {
        if (size < 0) {
          throw new ArithmeticException();
        }
        count = Math.multiplyExact(count, size);
      }
      count = Math.multiplyExact(count, (long) elements.bytes());
    } catch (ArithmeticException e) {
      throw new OnnxException(inWords() + " is of sizes " + sizes, e);
    }
    ByteString bytes = isExternal() ? others.read(this, count) : inline(elements);
    if (bytes.size() != count) {
      throw new OnnxException(
          "%s takes %d bytes by its sizes %s, and has %d"
              .formatted(inWords(), count, sizes, bytes.size()));
    }
    return new HostTensor(elements.tensorFlow(), sizes, bytes);
  }

  private ByteString inline(ElementType elements) {
    if (numbers.isEmpty()) {
      return content;
    }
    ByteBuffer from = numbers.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    int count = numbers.size() / Long.BYTES;
    ByteBuffer to = ByteBuffer.allocate(count * elements.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      long value = from.getLong(i * Long.BYTES);
      switch (elements.bytes()) {
        case 1 -> to.put((byte) value);
        case 2 -> to.putShort((short) value);
        case 4 -> to.putInt((int) value);
        default -> to.putLong(value);
      }
    }
    return ByteString.copyFrom(to.flip());
  }

  private String inWords() {
    return name.isEmpty() ? "a constant" : "initialiser " + name;
  }
}
