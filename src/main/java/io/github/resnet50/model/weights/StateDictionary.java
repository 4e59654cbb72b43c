package io.github.resnet50.model.weights;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.basics.Text;
import io.github.resnet50.basics.WholeReads;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Weights by name, as PyTorch calls them, in one file of safetensors or in several that an index
 * lists. Numbers are read when they are asked for.
 */
public final class StateDictionary {
  /** The suffix of such files. */
  public static final String SUFFIX = ".safetensors";

  private static final String INDEX_SUFFIX = SUFFIX + ".index.json";

  /** Counts the batches that a normalisation has seen in training; nothing needs it. */
  private static final String COUNTER = "num_batches_tracked";

  private final Path source;
  private final Map<String, StoredTensor> tensors;

  private StateDictionary(Path source, Map<String, StoredTensor> tensors) {
    this.source = source;
    this.tensors = tensors;
  }

  /**
   * The file to read a dictionary from, where that is what a user names: a file of safetensors, an
   * index of some, or a folder with one of them and no SavedModel, as it is downloaded.
   */
  public static Optional<Path> in(Path named) throws IOException {
    if (!Files.isDirectory(named)) {
      return isOne(named) ? Optional.of(named) : Optional.empty();
    }
    if (new ModelDirectory(named).isModel()) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(named)) {
      List<Path> found = files.filter(StateDictionary::isOne).filter(Files::isRegularFile).toList();
      List<Path> indexes = found.stream().filter(StateDictionary::isIndex).toList();
      List<Path> candidates = indexes.isEmpty() ? found : indexes;
      return candidates.size() == 1 ? Optional.of(candidates.get(0)) : Optional.empty();
    }
  }

  private static boolean isOne(Path file) {
    return lowerName(file).endsWith(SUFFIX) || isIndex(file);
  }

  private static boolean isIndex(Path file) {
    return lowerName(file).endsWith(INDEX_SUFFIX);
  }

  private static String lowerName(Path file) {
    return String.valueOf(file.getFileName()).toLowerCase(Locale.ROOT);
  }

  /**
   * Reads the names, types and shapes.
   *
   * @throws ModelException naming what is wrong with which file
   */
  public static StateDictionary read(Path file) throws ModelException, IOException {
    if (!Files.isRegularFile(file)) {
      throw new ModelException(file + " is no file"); // reading a pipe would block
    }
    Map<String, StoredTensor> all =
        isIndex(file) ? new ShardIndex(file).tensors() : SafetensorsHeader.of(file).tensors();
    String prefix = commonPrefix(List.copyOf(all.keySet()));
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    all.forEach(
        (name, tensor) -> {
          if (!name.endsWith(COUNTER)) {
            tensors.put(name.substring(prefix.length()), tensor);
          }
        });
    return new StateDictionary(file, tensors);
  }

  /** Such as {@code module.}, which wrappers put before every name; mostly empty. */
  private static String commonPrefix(List<String> names) {
    if (names.size() < 2) {
      return "";
    }
    String common = names.get(0);
    for (String name : names) {
      while (!name.startsWith(common)) {
        common = common.substring(0, common.length() - 1);
      }
    }
    return common.substring(0, common.lastIndexOf('.') + 1);
  }

  /** Where it was read from. */
  public Path source() {
    return source;
  }

  /** The tensors' shapes by name, in the file's order. */
  Map<String, List<Long>> shapes() {
    Map<String, List<Long>> shapes = new LinkedHashMap<>();
    tensors.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
    return shapes;
  }

  /**
   * Refuses tensors whose numbers {@link #floats} cannot give.
   *
   * @param name of one that there is
   */
  void requireReadable(String name) throws ModelException {
    StoredTensor tensor = tensors.get(name);
    if (!List.of("F32", "F16", "BF16").contains(tensor.dtype())) {
      throw new ModelException(
          "%s: %s is of type %s; F32, F16 and BF16 are read"
              .formatted(source, Text.shortened(name), tensor.dtype()));
    }
  }

  /** The numbers of a tensor, in order. */
  float[] floats(String name) throws IOException {
    StoredTensor tensor = tensors.get(name);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(tensor.bytes())).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(tensor.file())) {
      WholeReads.fill(channel, tensor.offset(), bytes);
    }
    boolean whole = tensor.dtype().equals("F32");
    float[] values = new float[bytes.remaining() / (whole ? Float.BYTES : Short.BYTES)];
    if (whole) {
      bytes.asFloatBuffer().get(values);
      return values;
    }
    boolean brain = tensor.dtype().equals("BF16");
    for (int i = 0; i < values.length; i++) {
      short half = bytes.getShort();
      values[i] = brain ? Float.intBitsToFloat(half << 16) : Numbers.ofHalf(half);
    }
    return values;
  }
}
