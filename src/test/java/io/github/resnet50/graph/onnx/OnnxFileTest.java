package io.github.resnet50.graph.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.graph.fromonnx.Endpoints;
import io.github.resnet50.graph.onnx.file.OnnxException;
import io.github.resnet50.graph.onnx.file.OnnxFile;
import io.github.resnet50.graph.onnx.file.OnnxTensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Files of ONNX, whole and not. */
class OnnxFileTest {
  @TempDir Path folder;

  private static OnnxFiles classifier() {
    OnnxFiles file = new OnnxFiles().input("images", OnnxFiles.FLOAT, -1, 3, 8, 8);
    String map =
        file.node("Conv", Map.of("strides", List.of(2, 2)), "images", file.weights(4, 3, 3, 3));
    file.nodes("Flatten", "", Map.of(), List.of(map), List.of("scores"));
    return file.output("scores", OnnxFiles.FLOAT, -1, 36);
  }

  private OnnxFile read(byte[] bytes) throws Exception {
    return OnnxFile.read(Files.write(folder.resolve("model.onnx"), bytes));
  }

  private String refusal(byte[] bytes) {
    return assertThrows(OnnxException.class, () -> read(bytes)).getMessage();
  }

  @Test
  void readsWhatIsThere() throws Exception {
    OnnxFile file = read(classifier().toBytes());
    assertEquals(17, file.operatorSet());
    assertEquals(List.of(-1L, 3L, 8L, 8L), file.inputs().get(0).sizes());
    assertEquals("Conv", file.nodes().get(0).operation());
    assertEquals(List.of(2L, 2L), file.nodes().get(0).attributes().get("strides").integers());
    OnnxTensor weights = file.initialisers().get("v0");
    assertEquals(List.of(4L, 3L, 3L, 3L), weights.value(file.external()).shape());
  }

  @Test
  void isRefusedAtWhateverPlaceItIsCut() throws Exception {
    byte[] whole = classifier().toBytes();
    for (int length = 0; length < whole.length; length++) {
      byte[] cut = Arrays.copyOf(whole, length);
      assertThrows(OnnxException.class, () -> read(cut), "cut to " + length);
    }
  }

  /** Bytes of any kind give a message, and nothing else. */
  @Test
  void damageIsNoProgrammingError() throws Exception {
    byte[] whole = classifier().toBytes();
    for (int i = 0; i < whole.length; i++) {
      byte[] damaged = whole.clone();
      damaged[i] ^= (byte) 0x55;
      try {
        OnnxFile file = read(damaged);
        Endpoints.of(file, new Endpoints.Asked(null, null, null));
        for (OnnxTensor tensor : file.tensors()) {
          tensor.value(file.external());
        }
      } catch (OnnxException e) {
        assertTrue(!e.getMessage().isBlank());
      }
    }
  }

  @Test
  void aClaimTakesNoMemory() {
    byte[] claim = new byte[1000];
    // A graph of 2 GB.
    System.arraycopy(new byte[] {0x3a, -1, -1, -1, -1, 7}, 0, claim, 0, 6);
    assertTrue(refusal(claim).startsWith("it is cut short"), refusal(claim));
  }

  @Test
  void unknownOperatorSetsAreRefused() {
    assertEquals(
        "its operator set is 99; 7 to 21 are known",
        refusal(classifier().operatorSet(99).toBytes()));
    assertEquals(
        "its operator set is 6; 7 to 21 are known", refusal(classifier().operatorSet(6).toBytes()));
  }

  private String tensorRefusal(OnnxFiles file, String name) throws Exception {
    OnnxFile read = read(file.toBytes());
    return assertThrows(
            OnnxException.class, () -> read.initialisers().get(name).value(read.external()))
        .getMessage();
  }

  @Test
  void sizesHaveToFitTheContent() throws Exception {
    OnnxFiles file = classifier();
    String name = file.tensor(OnnxFiles.FLOAT, ByteBuffer.allocate(8), 3);
    assertEquals(
        "initialiser %s takes 12 bytes by its sizes [3], and has 8".formatted(name),
        tensorRefusal(file, name));
    String huge = file.tensor(OnnxFiles.FLOAT, ByteBuffer.allocate(8), 1L << 40, 1L << 40);
    assertTrue(tensorRefusal(file, huge).contains("is of sizes"), huge);
  }

  @Test
  void otherFilesAreReadFromTheModelsFolderAlone() throws Exception {
    Path outside = Files.createDirectory(folder.resolve("outside"));
    Files.write(outside.resolve("secret"), new byte[16]);
    Path models = Files.createDirectory(folder.resolve("models"));
    Files.createSymbolicLink(models.resolve("link"), outside.resolve("secret"));
    Files.createSymbolicLink(models.resolve("folder"), outside);
    Files.write(models.resolve("data"), new byte[16]);
    OnnxFiles file = classifier();
    String good = file.external("data", 16, 4);
    List<String> bad =
        List.of(
            file.external("../outside/secret", 16, 4),
            file.external(outside.resolve("secret").toString(), 16, 4),
            file.external("link", 16, 4),
            file.external("folder/secret", 16, 4),
            file.external("absent", 16, 4),
            file.external("", 16, 4),
            file.external("data", 1 << 30, 1 << 28),
            file.external("\0", 16, 4));
    OnnxFile read = OnnxFile.read(file.write(models.resolve("model.onnx")));
    assertEquals(4, read.initialisers().get(good).value(read.external()).elements());
    for (String name : bad) {
      assertThrows(
          OnnxException.class, () -> read.initialisers().get(name).value(read.external()), name);
    }
  }

  /** Engines merge them, and then the elements may be in a file that neither alone says. */
  @Test
  void twoTensorsInsteadOfOneAreRefused() {
    OnnxFiles file = classifier();
    file.node("Constant", Map.of("value", new long[2][1]));
    OnnxFiles branch = new OnnxFiles();
    branch.node("Constant", Map.of("value", new long[2][1]));
    OnnxFiles around = classifier();
    around.node("If", Map.of("then_branch", branch), "condition");
    for (OnnxFiles each : List.of(file, around)) {
      assertEquals(
          "one of its attributes holds two tensors instead of one", refusal(each.toBytes()));
    }
  }

  @Test
  void twoAttributesOfOneNameAreRefused() {
    OnnxFiles file = classifier();
    file.node("Constant", Map.of("valueA", new long[1], "valueB", new long[1]));
    String bytes = new String(file.toBytes(), StandardCharsets.ISO_8859_1);
    assertEquals(
        "one of its operations has two attributes 'valueA'",
        refusal(bytes.replace("valueB", "valueA").getBytes(StandardCharsets.ISO_8859_1)));
  }

  /** Engines follow such names too, though no node of these is translated. */
  @Test
  void tensorsOfGraphsWithinNodesAreKnown() throws Exception {
    OnnxFiles inner = new OnnxFiles();
    String kept = inner.external("../outside/secret", 16, 4);
    OnnxFiles branch = new OnnxFiles();
    branch.node("If", Map.of("else_branch", inner), "condition");
    OnnxFiles file = classifier();
    file.node("If", Map.of("then_branch", branch), "condition");
    OnnxFile read = read(file.toBytes());
    assertEquals(
        List.of(kept),
        read.tensors().stream().filter(OnnxTensor::isExternal).map(OnnxTensor::name).toList());
  }

  @Test
  void whatCanOnlyBeMaliceIsRefused() throws Exception {
    OnnxFiles deep = new OnnxFiles();
    for (int i = 0; i < 100; i++) {
      OnnxFiles around = new OnnxFiles();
      around.node("If", Map.of("then_branch", deep), "condition");
      deep = around;
    }
    assertEquals("its graphs lie within each other more than 32 deep", refusal(deep.toBytes()));

    OnnxFiles many = classifier();
    for (int i = 0; i < 50_000; i++) {
      many.node("Relu", "scores");
    }
    assertEquals("its graph has more than 50000 operations", refusal(many.toBytes()));

    OnnxFiles named = classifier();
    named.node("Thing".repeat(1000), "scores");
    assertEquals("one of its names has 5000 bytes", refusal(named.toBytes()));

    long[] axes = new long[1000];
    Arrays.fill(axes, 1);
    OnnxFiles wide = classifier();
    wide.tensor(OnnxFiles.FLOAT, ByteBuffer.allocate(4), axes);
    assertEquals("one of its tensors has more than 254 axes", refusal(wide.toBytes()));
  }

  private String ends(OnnxFiles file, String output) throws Exception {
    OnnxFile read = read(file.toBytes());
    return assertThrows(
            OnnxException.class, () -> Endpoints.of(read, new Endpoints.Asked(output, null, null)))
        .getMessage();
  }

  @Test
  void whatIsNoClassifierOfImagesIsNamed() throws Exception {
    assertEquals(
        "it takes tokens int64 [?,128] instead of images [N,3,height,width] or"
            + " [N,height,width,3]",
        ends(new OnnxFiles().input("tokens", OnnxFiles.INT64, -1, 128), null));
    assertEquals(
        "it takes 2 inputs (a float [?,3,8,8], b float [?,1]); an image classifier takes one",
        ends(
            new OnnxFiles()
                .input("a", OnnxFiles.FLOAT, -1, 3, 8, 8)
                .input("b", OnnxFiles.FLOAT, -1, 1),
            null));
    OnnxFiles several = classifier().output("other", OnnxFiles.FLOAT, -1, 5);
    assertEquals(
        "it has several outputs, name the one with the scores: scores float [?,36], other float"
            + " [?,5] (--output NAME)",
        ends(several, null));
    assertEquals(
        "it has no output 'third', but scores float [?,36], other float [?,5]",
        ends(several, "third"));
    OnnxFiles segmenter =
        new OnnxFiles()
            .input("images", OnnxFiles.FLOAT, -1, 3, 8, 8)
            .output("classes", OnnxFiles.FLOAT, -1, 21, 8, 8);
    assertEquals(
        "it gives classes float [?,21,8,8]: no scores of classes [N,classes]",
        ends(segmenter, null));
    assertEquals("it takes no input; an image classifier takes one", ends(new OnnxFiles(), null));
    assertEquals(
        "it gives nothing: no scores of classes [N,classes]",
        ends(new OnnxFiles().input("images", OnnxFiles.FLOAT, -1, 3, 8, 8), null));
    assertEquals(
        "it takes 1000000 images at a time; at most 4096 are possible",
        ends(new OnnxFiles().input("images", OnnxFiles.FLOAT, 1_000_000, 3, 8, 8), null));
    assertEquals(
        "its input's height is 1099511627776; at most 16384 pixels are possible",
        ends(new OnnxFiles().input("images", OnnxFiles.FLOAT, -1, 3, 1L << 40, 8), null));
    assertEquals(
        "it leaves its input's height open: give it with --height PIXELS",
        ends(new OnnxFiles().input("images", OnnxFiles.FLOAT, -1, 3, -1, -1), null));
  }
}
