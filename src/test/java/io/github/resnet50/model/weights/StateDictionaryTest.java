package io.github.resnet50.model.weights;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.ModelException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StateDictionaryTest {
  @TempDir Path scratch;

  private Path write(String name, Map<String, List<Long>> shapes) throws Exception {
    return TinyFile.withShapes(scratch.resolve(name), "F32", shapes);
  }

  private Path index(String map) throws Exception {
    return Files.writeString(
        scratch.resolve("model.safetensors.index.json"),
        "{\"metadata\":{\"total_size\":8},\"weight_map\":" + map + "}");
  }

  private String refusal(Path index) {
    ModelException e = assertThrows(ModelException.class, () -> StateDictionary.read(index));
    return e.getMessage().replace(scratch + "/", "");
  }

  @Test
  void readsNumbersOfAllThreeTypes() throws Exception {
    Path file = scratch.resolve("n.safetensors");
    String header =
        "{%s,%s,%s}"
            .formatted(
                TinyFile.tensor("w", "F32", List.of(2L), 0, 8),
                TinyFile.tensor("h", "F16", List.of(6L), 8, 20),
                TinyFile.tensor("b", "BF16", List.of(2L), 20, 24));
    TinyFile.withHeader(file, header, 24);
    byte[] bytes = Files.readAllBytes(file);
    ByteBuffer data = ByteBuffer.wrap(bytes, bytes.length - 24, 24).order(ByteOrder.LITTLE_ENDIAN);
    data.putFloat(1.25f).putFloat(-3e30f);
    // 1, the largest, the smallest above 0, minus infinity, the smallest normal, no number.
    for (int half : new int[] {0x3c00, 0x7bff, 0x0001, 0xfc00, 0x0400, 0x7e00}) {
      data.putShort((short) half);
    }
    data.putShort((short) 0x3fc0).putShort((short) 0xc2f7);
    Files.write(file, bytes);
    StateDictionary dictionary = StateDictionary.read(file);
    assertArrayEquals(new float[] {1.25f, -3e30f}, dictionary.floats("w"));
    assertArrayEquals(
        new float[] {1, 65504, 0x1p-24f, Float.NEGATIVE_INFINITY, 0x1p-14f, Float.NaN},
        dictionary.floats("h"));
    assertArrayEquals(new float[] {1.5f, -123.5f}, dictionary.floats("b"));
  }

  @Test
  void putsShardsTogether() throws Exception {
    write("a-1.safetensors", Map.of("x", List.of(1L), "left.out", List.of(1L)));
    write("a-2.safetensors", Map.of("y", List.of(2L)));
    Path index = index("{\"x\":\"a-1.safetensors\",\"y\":\"a-2.safetensors\"}");
    assertEquals(Map.of("x", List.of(1L), "y", List.of(2L)), StateDictionary.read(index).shapes());
    assertEquals(Optional.of(index), StateDictionary.in(scratch), "not one of the shards");
  }

  @Test
  void readsNoShardsFromElsewhere() throws Exception {
    Files.createDirectory(scratch.resolve("in"));
    write("secret.safetensors", Map.of("x", List.of(1L)));
    for (String shard :
        List.of("in/s.safetensors", "../s.safetensors", "/etc/passwd", "passwd", "")) {
      assertEquals(
          "model.safetensors.index.json names %s, which is no file of safetensors beside it"
              .formatted(shard),
          refusal(index("{\"x\":\"" + shard + "\"}")));
    }
    assertEquals(
        "model.safetensors.index.json lists gone.safetensors, which is not there",
        refusal(index("{\"x\":\"gone.safetensors\"}")));
    assertEquals(
        "model.safetensors.index.json says that z is in secret.safetensors, which lacks it",
        refusal(index("{\"z\":\"secret.safetensors\"}")));
  }

  @Test
  void namesWhatIsNoIndex() throws Exception {
    assertEquals(
        "model.safetensors.index.json is no index of safetensors: it lists no tensors",
        refusal(index("{}")));
    assertTrue(refusal(index("[1]")).startsWith("model.safetensors.index.json is no index of"));
    assertTrue(refusal(index("{\"x\":[[")).startsWith("model.safetensors.index.json is no index"));
  }

  @Test
  void readsFilesOnly() throws Exception {
    Path folder = Files.createDirectory(scratch.resolve("folder.safetensors"));
    assertEquals("folder.safetensors is no file", refusal(folder));
  }

  @Test
  void findsTheOneOfAFolder() throws Exception {
    assertEquals(Optional.empty(), StateDictionary.in(scratch));
    Path one = write("model.safetensors", Map.of("x", List.of(1L)));
    assertEquals(Optional.of(one), StateDictionary.in(scratch));
    write("other.safetensors", Map.of("x", List.of(1L)));
    assertEquals(Optional.empty(), StateDictionary.in(scratch), "two");
    Files.delete(scratch.resolve("other.safetensors"));
    Files.createFile(scratch.resolve("saved_model.pb"));
    assertEquals(Optional.empty(), StateDictionary.in(scratch), "a SavedModel has its own");
  }
}
