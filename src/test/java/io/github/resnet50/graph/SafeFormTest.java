package io.github.resnet50.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.AttrValue;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.FunctionDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NameAttrList;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SaverDef;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** What of a model TensorFlow gets, and what it is refused for. */
class SafeFormTest {
  private static final DataType TEXT = DataType.DT_STRING;

  @TempDir Path folder;

  private static FunctionDef function(String name, String op, String... calls) {
    Nodes body = Nodes.body();
    if (!op.isEmpty()) {
      body.add(op, "inner_" + name, List.of("x"));
    }
    for (String call : calls) {
      body.add("StatefulPartitionedCall", "call_" + call, List.of("x"), Nodes.func("f", call));
    }
    return body.function(name, Map.of("x", TEXT), Map.of(), TEXT);
  }

  /** As Keras 3 exports: one function serves, one saves, one restores. */
  private static SavedModelFile export(FunctionDef serve, FunctionDef... others) {
    Nodes nodes = Nodes.graph();
    nodes.add("Placeholder", "x", List.of());
    nodes.add("Placeholder", "saver_filename", List.of());
    nodes.add("NoOp", "init", List.of());
    nodes.add("StatefulPartitionedCall", "served", List.of("x"), Nodes.func("f", "serve"));
    nodes.add("StatefulPartitionedCall", "y", List.of("served"), Nodes.func("f", "serve"));
    nodes.add(
        "StatefulPartitionedCall", "save_call", List.of("saver_filename"), Nodes.func("f", "save"));
    nodes.add(
        "StatefulPartitionedCall",
        "restore_call",
        List.of("saver_filename"),
        Nodes.func("f", "restore"));
    FunctionDef[] functions = new FunctionDef[others.length + 1];
    functions[0] = serve;
    System.arraycopy(others, 0, functions, 1, others.length);
    SignatureDef signature =
        SignatureDef.newBuilder()
            .putInputs("x", TensorInfo.newBuilder().setName("x:0").build())
            .putOutputs("y", TensorInfo.newBuilder().setName("y:0").build())
            .build();
    SignatureDef init =
        SignatureDef.newBuilder()
            .putOutputs("__saved_model_init_op", TensorInfo.newBuilder().setName("init").build())
            .build();
    MetaGraphDef.Builder meta =
        MetaGraphDef.newBuilder()
            .setGraphDef(nodes.graphDef(functions))
            .putSignatureDef("serving_default", signature)
            .putSignatureDef("__saved_model_init_op", init)
            .setSaverDef(
                SaverDef.newBuilder()
                    .setFilenameTensorName("saver_filename:0")
                    .setSaveTensorName("save_call:0")
                    .setRestoreOpName("restore_call"));
    meta.getMetaInfoDefBuilder().addTags("serve");
    MetaGraphDef built = meta.build();
    return new SavedModelFile(
        Path.of("model"), built, List.of(built), "serving_default", signature);
  }

  private static String refusal(SavedModelFile file) {
    return assertThrows(SavedModelException.class, () -> SafeForm.of(file)).getMessage();
  }

  private MetaGraphDef written(SavedModelFile file) throws Exception {
    SafeForm form = SafeForm.of(file);
    assertFalse(form.isWhole());
    form.writeTo(folder);
    return SavedModelFile.read(folder, null).metaGraph();
  }

  @Test
  void whatOnlySavesIsLeftOut() throws Exception {
    SavedModelFile file =
        export(
            function("serve", "Identity"),
            function("save", "NewSaverOperation", "nested"),
            function("nested", "WriteFile"),
            function("restore", "Identity"));
    assertEquals(List.of("NewSaverOperation", "WriteFile"), SafeForm.of(file).leftOut());
    MetaGraphDef reached = written(file);
    assertEquals(
        List.of("x", "saver_filename", "init", "served", "y", "restore_call"),
        reached.getGraphDef().getNodeList().stream().map(NodeDef::getName).toList());
    assertEquals(
        List.of("restore", "serve"),
        reached.getGraphDef().getLibrary().getFunctionList().stream()
            .map(f -> f.getSignature().getName())
            .sorted()
            .toList());
    assertEquals("restore_call", reached.getSaverDef().getRestoreOpName());
    assertTrue(reached.containsSignatureDef("__saved_model_init_op"));
    assertEquals(List.of(), new GraphSafety().check(reached));
  }

  /** Its saver turns the copying of variables off, once for each. */
  @Test
  void anExportOfKeras3IsTakenWithoutItsSaver() throws Exception {
    SavedModelFile file =
        export(
            function("serve", "Identity"),
            function("save", "DisableCopyOnRead", "more"),
            function("more", "DisableCopyOnRead"),
            function("restore", "Identity"));
    assertEquals(List.of("DisableCopyOnRead"), SafeForm.of(file).leftOut());
    assertEquals(List.of(), new GraphSafety().check(written(file)));
    assertTrue(
        SafeForm.of(
                export(
                    function("serve", "Identity"),
                    function("save", "Identity"),
                    function("restore", "Identity")))
            .isWhole());
  }

  @Test
  void whatIsServedOrRestoredIsJudgedThroughAllFunctions() {
    assertTrue(
        refusal(
                export(
                    function("serve", "Identity", "middle"),
                    function("middle", "", "deep"),
                    function("deep", "ReadFile"),
                    function("save", "WriteFile"),
                    function("restore", "Identity")))
            .contains("operation ReadFile (node inner_deep of function deep)"));
    String restoring =
        refusal(
            export(
                function("serve", "Identity"),
                function("save", "PyFunc"),
                function("restore", "WriteFile")));
    assertTrue(restoring.contains("operation WriteFile (node inner_restore"), restoring);
    assertFalse(restoring.contains("PyFunc"), restoring);
  }

  @Test
  void aFunctionGivenToAFunctionIsReached() {
    NameAttrList inner = NameAttrList.newBuilder().setName("deep").build();
    NameAttrList outer =
        NameAttrList.newBuilder()
            .setName("other")
            .putAttr("g", AttrValue.newBuilder().setFunc(inner).build())
            .build();
    Nodes body = Nodes.body();
    body.add(
        "StatefulPartitionedCall",
        "call",
        List.of("x"),
        new Nodes.Attr("f", AttrValue.newBuilder().setFunc(outer).build()));
    FunctionDef serve = body.function("serve", Map.of("x", TEXT), Map.of(), TEXT);
    assertTrue(
        refusal(
                export(
                    serve,
                    function("other", "Identity"),
                    function("deep", "ReadFile"),
                    function("save", "WriteFile"),
                    function("restore", "Identity")))
            .contains("of function deep"));
  }

  @Test
  void theCopyForLoadingLeavesTheUsersWeightsAlone() throws Exception {
    Path weights = Files.createDirectories(folder.resolve("model/variables"));
    Path data = Files.writeString(weights.resolve("variables.index"), "weights");
    SavedModelFile file =
        export(
            function("serve", "Identity"),
            function("save", "WriteFile"),
            function("restore", "Identity"));
    SavedModelFile there =
        new SavedModelFile(
            folder.resolve("model"),
            file.metaGraph(),
            file.metaGraphs(),
            file.signatureName(),
            file.signature());
    Path made;
    try (SafeForm.Loadable loadable = SafeForm.of(there).loadable(folder)) {
      made = loadable.directory();
      assertEquals("weights", Files.readString(made.resolve("variables/variables.index")));
      assertTrue(Files.exists(made.resolve("saved_model.pb")));
    }
    assertFalse(Files.exists(made));
    assertEquals("weights", Files.readString(data));
  }
}
