package io.github.resnet50.graph;

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
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.CollectionDef;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
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
    SavedModelException e =
        assertThrows(
            SavedModelException.class, () -> safety.require(file(meta(harmless()), meta(reading))));
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
    SavedModelException e =
        assertThrows(
            SavedModelException.class, () -> safety.require(file(meta(harmless(), function))));
    assertTrue(e.getMessage().contains("operation ReadFile (node steal of function hidden)"));
    assertEquals(1, safety.check(meta(harmless(), function).build()).size());
  }

  @Test
  void namesEachOperationOnceAndTheOptionThatLetsItRun() {
    Nodes nodes = harmless();
    for (int i = 0; i < 7; i++) {
      nodes.add("ReadFile", "read" + i, List.of());
    }
    nodes.add("PyFunc", "call", List.of());
    SavedModelException e =
        assertThrows(SavedModelException.class, () -> safety.require(file(meta(nodes))));
    assertEquals(
        "the model's graph is refused: operation ReadFile (node read0, and 6 others) is not among"
            + " the operations known to be harmless; operation PyFunc (node call) is not among the"
            + " operations known to be harmless; --trust-model lets it run, if you trust where it"
            + " comes from",
        e.getMessage());
  }

  @Test
  void refusesPrintingToFilesOnly() {
    Nodes nodes = harmless();
    nodes.add("PrintV2", "usual", List.of("x"));
    nodes.add("PrintV2", "error", List.of("x"), Nodes.text("output_stream", "stderr"));
    nodes.add("PrintV2", "log", List.of("x"), Nodes.text("output_stream", "log(info)"));
    nodes.add("PrintV2", "leak", List.of("x"), Nodes.text("output_stream", "file:///tmp/leak"));
    nodes.add("PrintV2", "mix", List.of("x"), Nodes.text("output_stream", "stdout"));
    nodes.add("PrintV2", "number", List.of("x"), Nodes.longs("output_stream", 1));
    assertEquals(
        List.of("leak", "mix", "number"),
        safety.check(meta(nodes).build()).stream().map(GraphSafety.Violation::node).toList());
  }

  /** A node of a function whose attribute is what the function's caller says. */
  private static Nodes.Attr open(String attribute) {
    return new Nodes.Attr(attribute, AttrValue.newBuilder().setPlaceholder("given").build());
  }

  private List<GraphSafety.Violation> checkFunction(Nodes body) {
    FunctionDef function =
        body.function("f", Map.of("x", DataType.DT_STRING), Map.of(), DataType.DT_STRING);
    Nodes nodes = harmless();
    nodes.add("f", "call", List.of("x"), Nodes.text("given", "file:///tmp/leak"));
    return safety.check(meta(nodes, function).build());
  }

  @Test
  void refusesToPrintWhereTheCallerSays() {
    Nodes body = Nodes.body();
    body.add("PrintV2", "leak", List.of("x"), open("output_stream"));
    assertEquals("leak", checkFunction(body).get(0).node());
  }

  @Test
  void refusesFunctionsAndNamesThatTheCallerGives() {
    Nodes call = Nodes.body();
    call.add("StatefulPartitionedCall", "call", List.of("x"), open("f"));
    assertEquals("leaves its attribute f to its caller", checkFunction(call).get(0).reason());
    Nodes nested = Nodes.body();
    NameAttrList inner =
        NameAttrList.newBuilder().setName("f").putAttr("f", open("f").value()).build();
    nested.add(
        "StatefulPartitionedCall",
        "call",
        List.of("x"),
        new Nodes.Attr("f", AttrValue.newBuilder().setFunc(inner).build()));
    assertEquals(1, checkFunction(nested).size());
    Nodes shared = Nodes.body();
    shared.add("VarHandleOp", "v", List.of(), open("shared_name"));
    assertEquals("v", checkFunction(shared).get(0).node());
    Nodes types = Nodes.body();
    types.add("Identity", "same", List.of("x"), open("T"));
    types.add("Cast", "cast", List.of("x"), open("SrcT"), open("DstT"));
    assertEquals(List.of(), checkFunction(types));
  }

  @Test
  void looksIntoAllFunctionsOfOneName() {
    Nodes bad = Nodes.body();
    bad.add("ReadFile", "steal", List.of("x"));
    FunctionDef first =
        bad.function("f", Map.of("x", DataType.DT_STRING), Map.of(), DataType.DT_STRING);
    FunctionDef second =
        Nodes.body().function("f", Map.of("x", DataType.DT_STRING), Map.of(), DataType.DT_STRING);
    assertEquals("steal", safety.check(meta(harmless(), first, second).build()).get(0).node());
  }

  /** The optimiser puts one implementation of an interface in another's place. */
  @Test
  void aFunctionsOtherImplementationsRunToo() {
    AttrValue api = Nodes.text("api_implements", "lstm").value();
    FunctionDef called =
        Nodes.body().function("one", Map.of(), Map.of(), DataType.DT_STRING).toBuilder()
            .putAttr("api_implements", api)
            .build();
    Nodes body = Nodes.body();
    body.add("RestoreV2", "restore", List.of("name", "names", "slices"));
    FunctionDef other =
        body.function("two", Map.of(), Map.of(), DataType.DT_STRING).toBuilder()
            .putAttr("api_implements", api)
            .build();
    Nodes nodes = Nodes.graph();
    nodes.add("StatefulPartitionedCall", "y", List.of(), Nodes.func("f", "one"));
    assertEquals("restore", safety.check(meta(nodes, called, other).build()).get(0).node());
    assertEquals(
        List.of(),
        safety.check(meta(nodes, called, other.toBuilder().clearAttr().build()).build()));
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
