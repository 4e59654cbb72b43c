package io.github.resnet50.model.weights;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsHeaderTest {
  @TempDir Path scratch;

  private Path file() {
    return scratch.resolve("model.safetensors");
  }

  private String refusal() throws Exception {
    ModelException e = assertThrows(ModelException.class, () -> SafetensorsHeader.of(file()));
    String start = file() + " is damaged, or no file of safetensors: ";
    assertTrue(e.getMessage().startsWith(start), e.getMessage());
    assertFalse(e.getMessage().contains("\n"), e.getMessage());
    assertTrue(e.getMessage().length() < 600, e.getMessage());
    return e.getMessage().substring(start.length());
  }

  private String refusal(String header, int data) throws Exception {
    TinyFile.withHeader(file(), header, data);
    return refusal();
  }

  private static String one(String dtype, List<Long> shape, long begin, long end) {
    return "{" + TinyFile.tensor("a", dtype, shape, begin, end) + "}";
  }

  @Test
  void readsNamesTypesShapesAndPlaces() throws Exception {
    String header =
        "{\"__metadata__\":{\"format\":\"pt\"},"
            + TinyFile.tensor("b", "F16", List.of(3L), 8, 14)
            + ","
            + TinyFile.tensor("a", "F32", List.of(1L, 2L), 0, 8)
            + ","
            + TinyFile.tensor("none", "I64", List.of(0L, 7L), 14, 14)
            + ","
            + TinyFile.tensor("scalar", "BF16", List.of(), 14, 16)
            + "}   ";
    TinyFile.withHeader(file(), header, 16);
    SafetensorsHeader read = SafetensorsHeader.of(file());
    assertEquals(List.of("b", "a", "none", "scalar"), List.copyOf(read.tensors().keySet()));
    long data = 8L + header.length();
    assertEquals(
        new StoredTensor(file(), "F16", List.of(3L), data + 8, 6), read.tensors().get("b"));
    assertEquals(
        new StoredTensor(file(), "F32", List.of(1L, 2L), data, 8), read.tensors().get("a"));
    assertEquals(
        new StoredTensor(file(), "BF16", List.of(), data + 14, 2), read.tensors().get("scalar"));
  }

  @Test
  void believesNoLengthOfAHeader() throws Exception {
    Files.write(file(), new byte[0]);
    assertEquals("it has 0 bytes, fewer than the length of a header takes", refusal());
    Files.write(file(), new byte[7]);
    assertEquals("it has 7 bytes, fewer than the length of a header takes", refusal());
    byte[] header = "{}".getBytes(StandardCharsets.UTF_8);
    for (long claimed : new long[] {3, 1L << 31, 1L << 60, Long.MAX_VALUE, Long.MIN_VALUE, -1}) {
      TinyFile.withLength(file(), claimed, header, 0);
      assertEquals(
          "it claims a header of %s bytes, and has 10".formatted(Long.toUnsignedString(claimed)),
          refusal());
    }
    TinyFile.withLength(file(), (16L << 20) + 1, header, 16 << 20);
    assertEquals("its header has 16777217 bytes; more than 16777216 are not read", refusal());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        "PK and so on|no well-formed JSON at line 1 column 1 path $",
        "[]|Expected BEGIN_OBJECT but was BEGIN_ARRAY at line 1 column 2 path $",
        "{\"a\":1}|Expected BEGIN_OBJECT but was NUMBER at line 1 column 7 path $.a",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,\"4\"]}}|expected a number",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1e30],\"data_offsets\":[0,4]}}|1e30",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1|End of input",
      })
  void namesWhatIsNoHeader(String header, String reason) throws Exception {
    String refusal = refusal(header, 4);
    assertTrue(refusal.startsWith("its header is not what the format says: "), refusal);
    assertTrue(refusal.contains(reason), refusal);
  }

  @Test
  void readsNoHeaderThatIsNoUtf8() throws Exception {
    byte[] header = one("F32", List.of(1L), 0, 4).getBytes(StandardCharsets.UTF_8);
    header[2] = (byte) 0xFF;
    TinyFile.withLength(file(), header.length, header, 4);
    assertTrue(refusal().startsWith("its header is not what the format says: "), refusal());
  }

  @Test
  void refusesWhatFollowsTheHeader() throws Exception {
    assertTrue(
        refusal(one("F32", List.of(1L), 0, 4) + "{}", 4).startsWith("its header"), refusal());
  }

  @Test
  void refusesTensorsThatDoNotFit() throws Exception {
    assertEquals("tensor a lies at bytes 0 to 8 of 4", refusal(one("F32", List.of(2L), 0, 8), 4));
    assertEquals("tensor a lies at bytes -4 to 0 of 4", refusal(one("F32", List.of(1L), -4, 0), 4));
    assertEquals("tensor a lies at bytes 4 to 0 of 4", refusal(one("F32", List.of(1L), 4, 0), 4));
    assertEquals(
        "tensor a lies at bytes 0 to 9223372036854775807 of 4",
        refusal(one("F32", List.of(1L), 0, Long.MAX_VALUE), 4));
    assertEquals(
        "tensor a of type F32 and shape [3] has 8 bytes",
        refusal(one("F32", List.of(3L), 0, 8), 8));
    assertEquals("tensor a has shape [-1, -1]", refusal(one("F32", List.of(-1L, -1L), 0, 4), 4));
    assertEquals(
        "tensor a has more elements than can be: [4294967296, 4294967296]",
        refusal(one("F32", List.of(1L << 32, 1L << 32), 0, 0), 0));
    assertEquals(
        "tensor a is of type Q3, which is not known", refusal(one("Q3", List.of(1L), 0, 4), 4));
    assertEquals(
        "tensor a lacks its dtype, shape or data_offsets",
        refusal("{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}", 0));
  }

  @Test
  void refusesOverlapsGapsAndRests() throws Exception {
    String a = TinyFile.tensor("a", "F32", List.of(2L), 0, 8);
    assertEquals(
        "tensor b overlaps the one before it by 4 bytes",
        refusal("{" + a + "," + TinyFile.tensor("b", "F32", List.of(2L), 4, 12) + "}", 12));
    assertEquals(
        "tensor b overlaps the one before it by 8 bytes",
        refusal("{" + a + "," + TinyFile.tensor("b", "F32", List.of(2L), 0, 8) + "}", 8));
    assertEquals(
        "before tensor b lie 4 bytes that belong to none",
        refusal("{" + a + "," + TinyFile.tensor("b", "F32", List.of(1L), 12, 16) + "}", 16));
    assertEquals("its last 5 bytes belong to no tensor", refusal("{" + a + "}", 13));
    assertEquals("it names tensor a twice", refusal("{" + a + "," + a + "}", 8));
  }

  @Test
  void shortensNamesInMessages() throws Exception {
    String name = "x".repeat(1 << 20);
    String deep = "{\"a\":".repeat(10_000);
    assertTrue(
        refusal(deep, 0).startsWith("its header is not what the format says: Nesting limit"));
    assertTrue(
        refusal("{" + TinyFile.tensor(name, "F32", List.of(1L), 0, 8) + "}", 8)
            .startsWith("tensor " + "x".repeat(80) + "… of type F32"));
  }
}
