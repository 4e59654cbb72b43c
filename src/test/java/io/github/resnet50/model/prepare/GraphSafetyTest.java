package io.github.resnet50.model.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

class GraphSafetyTest {

  private final GraphSafety safety = new GraphSafety();

  private static Nodes harmless() {
    Nodes nodes = Nodes.graph();
    nodes.unary("Relu", "y", nodes.placeholder("x", DataType.DT_FLOAT, -1));
    return nodes;
  }

  private static MetaGraphDef.Builder meta(Nodes nodes, FunctionDef... functions) {
    SignatureDef.Builder signature =
        SignatureDef.newBuilder().putOutputs("y", TensorInfo.newBuilder().setName("y:0").build());
    return MetaGraphDef.newBuilder()
        .setGraphDef(nodes.graphDef(functions))
        .putSignatureDef("serving_default", signature.build());
  }

  private static SavedModelFile file(MetaGraphDef.Builder... graphs) {
    List<MetaGraphDef> all = Stream.of(graphs).map(MetaGraphDef.Builder::build).toList();
    return new SavedModelFile(
        Path.of("model"), all.get(0), all, "serving_default", SignatureDef.getDefaultInstance());
  }

  @Test
  void looksIntoAllGraphsOfAFile() throws Exception {
    Nodes reading = harmless();
    reading.add("ReadFile", "steal", List.of());
    safety.require(file(meta(harmless()), meta(harmless())));
    UnsafeGraphException e =
        assertThrows(
            UnsafeGraphException.class,
            () -> safety.require(file(meta(harmless()), meta(reading))));
    assertTrue(e.getMessage().contains("operation ReadFile (node steal)"), e.getMessage());
  }

  @Test
  void acceptsPlainGraphs() {
    assertEquals(List.of(), safety.check(meta(harmless()).build()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ReadFile",
        "WriteFile",
        "MatchingFiles",
        "PyFunc",
        "EagerPyFunc",
        "PyFuncStateless",
        "ImmutableConst",
        "TFRecordDataset",
        "MyCustomOp",
        "DebugIdentity",
        "Abort",
        "InitializeTableFromTextFileV2",
        "RpcClient",
        "XlaCallModule",
        "LoadAndRemapMatrix"
      })
  void refusesOperationsWhereverTheyStand(String op) {
    Nodes nodes = harmless();
    nodes.add(op, "alone", List.of());
    assertEquals(
        List.of("alone"),
        safety.check(meta(nodes).build()).stream().map(GraphSafety.Violation::node).toList());
  }

  @Test
  void refusesReadFileInAFunctionThatNobodyCalls() {
    Nodes body = Nodes.body();
    String contents = body.add("ReadFile", "steal", List.of("name"));
    FunctionDef function =
        body.function(
            "hidden",
            Map.of("name", DataType.DT_STRING),
            Map.of("out", contents),
            DataType.DT_STRING);
    UnsafeGraphException e =
        assertThrows(
            UnsafeGraphException.class, () -> safety.require(file(meta(harmless(), function))));
    assertTrue(e.getMessage().contains("operation ReadFile (node steal of function hidden)"));
    assertEquals(1, e.violations().size());
  }

  @Test
  void refusesPrintingToFilesOnly() {
    Nodes nodes = harmless();
    nodes.add("PrintV2", "log", List.of("x"), Nodes.text("output_stream", "stderr"));
    nodes.add("PrintV2", "leak", List.of("x"), Nodes.text("output_stream", "file:///tmp/leak"));
    assertEquals(
        List.of("leak"),
        safety.check(meta(nodes).build()).stream().map(GraphSafety.Violation::node).toList());
  }

  /** As TensorFlow 1 writes its saver. */
  private static Nodes withSaver(String prefix) {
    Nodes nodes = harmless();
    nodes.add("Placeholder", "save/filename", List.of());
    nodes.add("Const", "elsewhere", List.of());
    nodes.add("IdentityN", "two", List.of("elsewhere", "elsewhere"));
    nodes.add("SaveV2", "save/SaveV2", List.of("save/filename"));
    nodes.add("RestoreV2", "save/RestoreV2", List.of(prefix, "names", "slices"));
    nodes.add("Assign", "save/Assign", List.of("v", "save/RestoreV2"));
    nodes.add("NoOp", "save/restore_all", List.of("^save/Assign"));
    return nodes;
  }

  private static SaverDef saver(String filename) {
    return SaverDef.newBuilder()
        .setFilenameTensorName(filename)
        .setSaveTensorName("save/SaveV2:0")
        .setRestoreOpName("save/restore_all")
        .build();
  }

  @Test
  void acceptsASaverThatRestoresItsOwnCheckpoint() {
    MetaGraphDef model =
        meta(withSaver("save/filename")).setSaverDef(saver("save/filename:0")).build();
    assertEquals(List.of(), safety.check(model));
  }

  @Test
  void refusesRestoringFromElsewhere() {
    MetaGraphDef constant =
        meta(withSaver("elsewhere")).setSaverDef(saver("save/filename:0")).build();
    assertEquals("save/RestoreV2", safety.check(constant).get(0).node());
    // Only output 0 of a node is the fed file name.
    MetaGraphDef second = meta(withSaver("two:1")).setSaverDef(saver("two:0")).build();
    assertEquals("save/RestoreV2", safety.check(second).get(0).node());
  }

  @Test
  void followsTheCheckpointsNameIntoFunctions() {
    Nodes body = Nodes.body();
    body.add("Identity", "name", List.of("prefix"), Nodes.type("T", DataType.DT_STRING));
    body.add("RestoreV2", "restore", List.of("name:output:0", "names", "slices"));
    FunctionDef restore =
        body.function(
            "restore_all", Map.of("prefix", DataType.DT_STRING), Map.of(), DataType.DT_STRING);
    for (String given : List.of("filename", "elsewhere")) {
      Nodes nodes = harmless();
      nodes.add("Placeholder", "filename", List.of());
      nodes.add("Const", "elsewhere", List.of());
      nodes.add("StatefulPartitionedCall", "call", List.of(given), Nodes.func("f", "restore_all"));
      SaverDef saver =
          SaverDef.newBuilder()
              .setFilenameTensorName("filename:0")
              .setRestoreOpName("call")
              .build();
      List<GraphSafety.Violation> found =
          safety.check(meta(nodes, restore).setSaverDef(saver).build());
      assertEquals(given.equals("filename") ? 0 : 1, found.size(), found::toString);
    }
  }

  @Test
  void refusesCheckpointOperationsInSignaturesAndInitialisers() {
    Nodes nodes = withSaver("save/filename");
    nodes.add("NoOp", "init", List.of("^save/SaveV2"));
    CollectionDef main =
        CollectionDef.newBuilder()
            .setNodeList(CollectionDef.NodeList.newBuilder().addValue("init"))
            .build();
    MetaGraphDef.Builder model = meta(nodes).setSaverDef(saver("save/filename:0"));
    model.putCollectionDef("saved_model_main_op", main);
    assertEquals("touches files on loading", safety.check(model.build()).get(0).reason());
    model.clearCollectionDef();
    SignatureDef leak =
        SignatureDef.newBuilder()
            .putOutputs("o", TensorInfo.newBuilder().setName("save/RestoreV2:0").build())
            .build();
    model.putSignatureDef("other", leak);
    assertEquals("touches files", safety.check(model.build()).get(0).reason());
  }

  @Test
  void refusesSavingWhileRestoring() {
    Nodes nodes = withSaver("save/filename");
    nodes.add("NoOp", "save/restore_all", List.of("^save/Assign", "^save/SaveV2"));
    MetaGraphDef model = meta(nodes).setSaverDef(saver("save/filename:0")).build();
    assertEquals("writes files on loading", safety.check(model).get(0).reason());
  }
}
