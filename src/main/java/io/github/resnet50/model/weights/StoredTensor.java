package io.github.resnet50.model.weights;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * A tensor in a file of safetensors.
 *
 * @param dtype the format's name of the type, such as {@code F32}
 * @param offset its first byte in the file
 * @param bytes how many it has
 */
record StoredTensor(Path file, String dtype, List<Long> shape, long offset, long bytes) {
  /** The format's types of whole bytes, and how many an element has. */
  static final Map<String, Integer> ELEMENT_BYTES =
      Map.ofEntries(
          Map.entry("BOOL", 1),
          Map.entry("U8", 1),
          Map.entry("I8", 1),
          Map.entry("F8_E5M2", 1),
          Map.entry("F8_E4M3", 1),
          Map.entry("U16", 2),
          Map.entry("I16", 2),
          Map.entry("F16", 2),
          Map.entry("BF16", 2),
          Map.entry("U32", 4),
          Map.entry("I32", 4),
          Map.entry("F32", 4),
          Map.entry("U64", 8),
          Map.entry("I64", 8),
          Map.entry("F64", 8),
          Map.entry("C64", 8));

  StoredTensor {
    shape = List.copyOf(shape);
  }
}
