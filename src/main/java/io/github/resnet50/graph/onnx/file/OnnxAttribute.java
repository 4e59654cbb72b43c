package io.github.resnet50.graph.onnx.file;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An attribute of a node. The file says of which kind it is; what is not of that kind is 0 or
 * empty.
 *
 * @param tensor empty where it is none
 * @param within the tensors of lists, and of graphs that belong to the node, such as a branch's
 */
public record OnnxAttribute(
    float number,
    long integer,
    String text,
    List<Float> numbers,
    List<Long> integers,
    Optional<OnnxTensor> tensor,
    List<OnnxTensor> within) {
  public OnnxAttribute {
    numbers = List.copyOf(numbers);
    integers = List.copyOf(integers);
    within = List.copyOf(within);
  }

  /** Reads one; the name goes with it. */
  static Named read(ByteString message) throws IOException {
    Reading reading = new Reading();
    Message.read(message, reading);
    return new Named(
        reading.name,
        new OnnxAttribute(
            reading.number,
            reading.integer,
            reading.text,
            reading.numbers,
            reading.integers,
            reading.tensor,
            reading.within.all()));
  }

  /** Engines make one tensor of both, so that neither tells where its elements are. */
  static IOException twoTensors() {
    return new UnsupportedFileException("one of its attributes holds two tensors instead of one");
  }

  record Named(String name, OnnxAttribute attribute) {}

  private static final class Reading implements Message.Reader {
    private String name = "";
    private float number;
    private long integer;
    private String text = "";
    private final List<Float> numbers = new ArrayList<>();
    private final List<Long> integers = new ArrayList<>();
    private Optional<OnnxTensor> tensor = Optional.empty();
    private final InnerTensors within = new InnerTensors();

    @Override
    public void read(Message.Field field) throws IOException {
      switch (field.number()) {
        case Fields.Attribute.NAME -> name = field.name();
        case Fields.Attribute.FLOAT -> number = field.number32();
        case Fields.Attribute.INT -> integer = field.number64();
        case Fields.Attribute.STRING -> text = field.text();
        case Fields.Attribute.TENSOR -> {
          if (tensor.isPresent()) {
            throw twoTensors();
          }
          tensor = Optional.of(OnnxTensor.read(field.bytes()));
        }
        case Fields.Attribute.FLOATS -> {
          var floats =
              field.fixed().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
          while (floats.hasRemaining()) {
            numbers.add(floats.get());
          }
        }
        case Fields.Attribute.INTS -> field.longs(integers::add);
        default -> within.add(field);
      }
    }
  }
}
