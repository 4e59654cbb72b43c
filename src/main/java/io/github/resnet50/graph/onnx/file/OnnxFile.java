package io.github.resnet50.graph.onnx.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnsafeByteOperations;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model of ONNX, read without running anything of it. Weights stay views of the file, which is
 * mapped, so that a file takes no memory by what it claims.
 *
 * @param path the file
 * @param operatorSet which version of ONNX's operations its nodes mean
 * @param metadata what its maker says of it, by key
 * @param nodes in the file's order
 * @param initialisers the constants by name
 * @param inputs without those that are initialisers
 */
public record OnnxFile(
    Path path,
    int operatorSet,
    Map<String, String> metadata,
    List<OnnxNode> nodes,
    Map<String, OnnxTensor> initialisers,
    List<ValueInfo> inputs,
    List<ValueInfo> outputs) {

  /** The file's suffix. */
  public static final String SUFFIX = ".onnx";

  private static final int OLDEST = 7;
  private static final int NEWEST = 21;

  /** Of what is declared; more are not told. */
  private static final int MOST_AXES = 16;

  /** Five times those of the largest Swin; a file of 20 MB can claim a million. */
  private static final int MOST_NODES = 50_000;

  /** An entry; a million names of classes take less. */
  private static final int MOST_METADATA = 16 << 20;

  /**
   * An input or output as it is declared.
   *
   * @param type number of its type of elements; 0 for what is no tensor
   * @param sizes -1 for open ones; null where they are not declared
   */
  @SuppressWarnings("NullableForm")
  public record ValueInfo(String name, long type, List<Long> sizes) {}

  /** All its constant tensors: initialisers and those that nodes hold, in graphs of theirs too. */
  public List<OnnxTensor> tensors() {
    List<OnnxTensor> all = new ArrayList<>(initialisers.values());
    for (OnnxNode node : nodes) {
      for (OnnxAttribute attribute : node.attributes().values()) {
        attribute.tensor().ifPresent(all::add);
        all.addAll(attribute.within());
      }
    }
    return all;
  }

  /** Whether it computes with numbers of 16 bits. */
  public boolean hasHalves() {
    return tensors().stream()
        .anyMatch(
            tensor ->
                tensor.type() == ElementType.FLOAT16.number()
                    || tensor.type() == ElementType.BFLOAT16.number());
  }

  /** The files beside it that hold tensors. */
  public ExternalData external() {
    return new ExternalData(path.toAbsolutePath().getParent());
  }

  /**
   * Reads a file.
   *
   * @throws OnnxException where it is no model of ONNX, is damaged, or is of a version that is not
   *     known
   */
  public static OnnxFile read(Path file) throws OnnxException, IOException {
    Reading model = new Reading();
    try {
      Message.read(map(file), model);
    } catch (UnsupportedFileException e) {
      throw new OnnxException(e.getMessage(), e);
    } catch (InvalidProtocolBufferException e) {
      // Its message explains protocol buffers to programmers.
      throw new OnnxException("it is cut short, damaged, or no ONNX model", e);
    } catch (IOException e) {
      throw new OnnxException("it is cut short, damaged, or no ONNX model: " + e.getMessage(), e);
    }
    if (!model.hasGraph) {
      throw new OnnxException("it holds no graph: it is no ONNX model, or cut short");
    }
    if (!model.functions.isEmpty()) {
      throw new OnnxException("it defines operations of its own, which are not supported");
    }
    long version = model.sets.getOrDefault("", 0L);
    if (version < OLDEST || version > NEWEST) {
      throw new OnnxException(
          version == 0
              ? "it does not say which operator set its operations are of"
              : "its operator set is %d; %d to %d are known".formatted(version, OLDEST, NEWEST));
    }
    GraphReading graph = model.graph;
    graph.inputs.removeIf(input -> graph.initialisers.containsKey(input.name()));
    return new OnnxFile(
        file,
        (int) version,
        model.metadata,
        graph.nodes,
        graph.initialisers,
        graph.inputs,
        graph.outputs);
  }

  static IOException sparse() {
    return new UnsupportedFileException("it holds sparse tensors, which are not supported");
  }

  private static ByteString map(Path file) throws IOException, OnnxException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      if (channel.size() > Integer.MAX_VALUE) {
        throw new OnnxException("it is larger than 2 GiB, which no ONNX file can be");
      }
      return channel.size() == 0
          ? ByteString.EMPTY
          : UnsafeByteOperations.unsafeWrap(channel.map(MapMode.READ_ONLY, 0, channel.size()));
    }
  }

  private static final class Reading implements Message.Reader {
    private final Map<String, Long> sets = new HashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<ByteString> functions = new ArrayList<>();
    private final GraphReading graph = new GraphReading();
    private boolean hasGraph;

    @Override
    public void read(Message.Field field) throws IOException {
      switch (field.number()) {
        case Fields.Model.GRAPH -> {
          hasGraph = true;
          Message.read(field.bytes(), graph);
        }
        case Fields.Model.OPERATOR_SETS -> operatorSet(field.bytes());
        case Fields.Model.METADATA -> {
          ByteString entry = field.bytes();
          if (entry.size() <= MOST_METADATA) {
            entry(entry, metadata);
          }
        }
        case Fields.Model.FUNCTIONS -> functions.add(field.bytes());
        default -> {}
      }
    }

    private void operatorSet(ByteString message) throws IOException {
      String[] domain = {""};
      long[] version = {0};
      Message.read(
          message,
          field -> {
            switch (field.number()) {
              case Fields.OperatorSet.DOMAIN -> domain[0] = field.text();
              case Fields.OperatorSet.VERSION -> version[0] = field.number64();
              default -> {}
            }
          });
      sets.put(domain[0].equals("ai.onnx") ? "" : domain[0], version[0]);
    }
  }

  private static final class GraphReading implements Message.Reader {
    private final List<OnnxNode> nodes = new ArrayList<>();
    private final Map<String, OnnxTensor> initialisers = new LinkedHashMap<>();
    private final List<ValueInfo> inputs = new ArrayList<>();
    private final List<ValueInfo> outputs = new ArrayList<>();

    @Override
    public void read(Message.Field field) throws IOException {
      switch (field.number()) {
        case Fields.Graph.NODES -> {
          if (nodes.size() == MOST_NODES) {
            throw new UnsupportedFileException(
                "its graph has more than %d operations".formatted(MOST_NODES));
          }
          nodes.add(OnnxNode.read(field.bytes()));
        }
        case Fields.Graph.INITIALISERS -> {
          OnnxTensor tensor = OnnxTensor.read(field.bytes());
          if (initialisers.put(tensor.name(), tensor) != null) {
            throw new UnsupportedFileException(
                "two of its tensors are called '%s'".formatted(tensor.name()));
          }
        }
        case Fields.Graph.INPUTS -> inputs.add(valueInfo(field.bytes()));
        case Fields.Graph.OUTPUTS -> outputs.add(valueInfo(field.bytes()));
        case Fields.Graph.SPARSE_INITIALISERS -> throw sparse();
        default -> {}
      }
    }

    private static ValueInfo valueInfo(ByteString message) throws IOException {
      TypeReading type = new TypeReading();
      Message.read(message, type);
      return new ValueInfo(type.name, type.elements, type.sizes);
    }
  }

  /** A {@code ValueInfoProto}, down to the sizes. */
  private static final class TypeReading implements Message.Reader {
    private String name = "";
    private long elements;
    private List<Long> sizes; // null: not declared

    @Override
    public void read(Message.Field field) throws IOException {
      switch (field.number()) {
        case Fields.ValueInfo.NAME -> name = field.name();
        case Fields.ValueInfo.TYPE -> Message.read(field.bytes(), this::type);
        default -> {}
      }
    }

    private void type(Message.Field field) throws IOException {
      if (field.number() == Fields.ValueInfo.TENSOR_TYPE) {
        Message.read(field.bytes(), this::tensor);
      }
    }

    private void tensor(Message.Field field) throws IOException {
      switch (field.number()) {
        case Fields.ValueInfo.ELEMENT_TYPE -> elements = field.number64();
        case Fields.ValueInfo.SHAPE -> {
          List<Long> all = new ArrayList<>();
          Message.read(
              field.bytes(),
              dimension -> {
                if (dimension.number() == Fields.ValueInfo.DIMENSIONS && all.size() < MOST_AXES) {
                  all.add(size(dimension.bytes()));
                }
              });
          sizes = List.copyOf(all);
        }
        default -> {}
      }
    }

    /** A size that has a name only, or is 0, is open. */
    private static long size(ByteString message) throws IOException {
      long[] size = {-1};
      Message.read(
          message,
          field -> {
            if (field.number() == Fields.ValueInfo.SIZE) {
              size[0] = field.number64();
            }
          });
      return size[0] > 0 ? size[0] : -1;
    }
  }

  /** Adds a pair of texts. */
  static void entry(ByteString message, Map<String, String> into) throws IOException {
    String[] pair = {"", ""};
    Message.read(
        message,
        field -> {
          switch (field.number()) {
            case Fields.Entry.KEY -> pair[0] = field.text();
            case Fields.Entry.VALUE -> pair[1] = field.text();
            default -> {}
          }
        });
    into.put(pair[0], pair[1]);
  }
}
