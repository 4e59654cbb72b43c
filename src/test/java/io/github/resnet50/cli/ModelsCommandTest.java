package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.model.store.ModelStore.StoredModel;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code models}, as far as it needs no engine. */
class ModelsCommandTest {
  @TempDir Path scratch;

  private Result run(String... args) {
    return new Cli(scratch).run(args);
  }

  private Path models() {
    return scratch.resolve("store/models");
  }

  private void assertNothingStored() throws IOException {
    if (Files.exists(models())) {
      try (Stream<Path> files = Files.list(models())) {
        assertEquals(List.of(), files.filter(Files::isDirectory).toList());
      }
    }
  }

  private void fails(int exitCode, String message, String... args) throws IOException {
    Result result = run(args);
    assertEquals(exitCode, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().contains(message), result.err());
    if (exitCode == ExitCode.MODEL) {
      assertEquals(1, result.errLines().size(), result.err());
    }
    assertNothingStored();
  }

  @Test
  void listsNothingAtFirst() {
    Result result = run("models", "list");
    assertEquals(0, result.exitCode());
    assertEquals("", result.out());
    assertTrue(result.err().contains("no models in"), result.err());
    assertEquals("[]", run("models", "list", "--json").out().strip());
  }

  @Test
  void listsAndRemovesFoldersMadeByHand() throws Exception {
    SmallModel.of(8, 8).classes(3, "Softmax").write(models().resolve("by-hand"));
    assertEquals(
        List.of(
            "NAME     SOURCE  SIZE  INPUT  CLASSES  ACCURACY  PREPARED",
            "by-hand  -       -     -      -        -         -"),
        run("models", "list").outLines());
    JsonArray list = JsonParser.parseString(run("models", "list", "--json").out()).getAsJsonArray();
    assertEquals("by-hand", list.get(0).getAsJsonObject().get("name").getAsString());
    assertFalse(list.get(0).getAsJsonObject().get("built_in").getAsBoolean());

    Result refused = run("models", "remove", "by-hand", "nothing");
    assertEquals(ExitCode.MODEL, refused.exitCode());
    assertTrue(refused.err().contains("no model 'nothing'"), refused.err());
    assertTrue(Files.exists(models().resolve("by-hand")));

    Result removed = run("models", "remove", "by-hand", "--json");
    assertEquals("[{\"name\":\"by-hand\"}]", removed.out().strip());
    assertNothingStored();
  }

  @Test
  void theTableShowsAStrangersNamesAsTheyAreSafeToShow() {
    StringWriter text = new StringWriter();
    StoredModel odd =
        new StoredModel("a\u001b[31m", new ModelDirectory(scratch), false, Optional.empty());
    ModelsListCommand.print(List.of(odd), new PrintWriter(text, true));
    assertTrue(text.toString().contains("a\\u001b[31m"), text.toString());
    assertFalse(text.toString().contains("\u001b"), text.toString());
  }

  @Test
  void refusesModelsThatTouchFiles() throws Exception {
    Path planted = scratch.resolve("planted");
    Path writing =
        SmallModel.of(8, 8)
            .classes(3, "Softmax")
            .writingFile(planted)
            .write(scratch.resolve("writing"));
    fails(ExitCode.MODEL, "operation WriteFile", "models", "import", writing.toString());
    assertFalse(Files.exists(planted));
    Path reading =
        SmallModel.of(8, 8)
            .classes(3, "Softmax")
            .readingFile(Path.of("/etc/passwd"))
            .write(scratch.resolve("reading"));
    fails(ExitCode.MODEL, "operation ReadFile", "models", "import", reading.toString());
  }

  @Test
  void namesWhatIsNoModel() throws Exception {
    fails(ExitCode.MODEL, "does not exist", "models", "import", "/no/such/thing");
    Path empty = Files.createDirectory(scratch.resolve("empty"));
    fails(ExitCode.MODEL, "no saved_model.pb", "models", "import", empty.toString());
    Path text = Files.writeString(scratch.resolve("notes.txt"), "no archive");
    fails(ExitCode.MODEL, "nor a zip, tar or tar.gz", "models", "import", text.toString());
    Path damaged = Files.createDirectory(scratch.resolve("damaged"));
    Path graph = Files.writeString(damaged.resolve("saved_model.pb"), "no protocol buffer");
    fails(ExitCode.MODEL, graph + " is damaged", "models", "import", damaged.toString());
  }

  @Test
  void saysWhatOtherFormatsAreAndWhatToDo() throws Exception {
    for (String[] expected :
        new String[][] {
          {"m.onnx", "it is cut short, damaged, or no ONNX model"},
          {
            "m.keras",
            "is a Keras model; in Python, model = keras.models.load_model(\"m.keras\") and"
          },
          {"m.H5", "is a Keras model"},
          {"m.pt", "w = torch.load(\"m.pt\", map_location=\"cpu\", weights_only=True) and"},
          {"pytorch_model.bin", "what PyTorch pickles, which is a program and never read here"},
          {"m.safetensors", "m.safetensors is damaged, or no file of safetensors: it has 4 bytes"},
          {"m.tflite", "a TensorFlow Lite model"},
          {"saved_model.pb", "needs its folder: import " + scratch}
        }) {
      Path file = Files.writeString(scratch.resolve(expected[0]), "PK\003\004");
      fails(ExitCode.MODEL, expected[1], "models", "import", file.toString());
    }
    Path folder = Files.createDirectory(scratch.resolve("folder"));
    String path = folder.toString();
    fails(ExitCode.MODEL, "a SavedModel is a folder with saved_model.pb", "models", "import", path);
    Files.writeString(folder.resolve("net.onnx"), "");
    fails(
        ExitCode.MODEL,
        "but net.onnx: an ONNX model: import it by its name",
        "models",
        "import",
        path);
  }

  @Test
  void verifyingIsLeftOutWhereThatIsAsked() {
    for (String[] asked : new String[][] {{"x"}, {"x", "--verify"}, {"x", "--no-verify"}}) {
      ModelsImportCommand command = new ModelsImportCommand(null);
      new CommandLine(command).parseArgs(asked);
      assertEquals(
          !List.of(asked).contains("--no-verify"), command.verify, List.of(asked)::toString);
    }
  }

  @Test
  void whatIsSaidOfStoredModelsCanBeDone() throws Exception {
    fails(
        ExitCode.MODEL,
        "'demo' comes with the program and stays; nothing was removed",
        "models",
        "remove",
        "demo");
    Result form = run("classify", "-m", "x:int8", "x.jpg");
    assertTrue(form.err().contains(": resnet50 models compress x --int8 makes it"), form.err());
    Path model = SmallModel.of(8, 8).classes(3, "Softmax").write(scratch.resolve("my model"));
    Result bare = run("classify", "-m", model.toString(), "x.jpg");
    assertTrue(bare.err().contains("models import '" + model + "' --name NAME"), bare.err());
  }

  @Test
  void refusesNames() throws Exception {
    Path model = SmallModel.of(8, 8).classes(3, "Softmax").write(scratch.resolve("model"));
    String path = model.toString();
    fails(ExitCode.MODEL, "no name for a model", "models", "import", path, "--name", "../x");
    fails(ExitCode.MODEL, "built-in model's name", "models", "import", path, "--name", "random");
  }

  @Test
  void wantsAUsableCommandLine() throws Exception {
    fails(ExitCode.USAGE, "DIR|FILE", "models", "import");
    fails(
        ExitCode.USAGE,
        "forms are made for TensorFlow and for ONNX Runtime at once",
        "models",
        "compress",
        "x",
        "--int8",
        "--engine",
        "onnxruntime");
    fails(ExitCode.USAGE, "--scaling", "models", "import", "x", "--scaling", "loud");
    fails(ExitCode.USAGE, "--resize 0: expected", "models", "import", "x", "--resize", "0");
    fails(ExitCode.USAGE, "--resize big: expected", "models", "import", "x", "--resize", "big");
    fails(ExitCode.USAGE, "--width -3: expected", "models", "import", "x", "--width", "-3");
    fails(ExitCode.USAGE, "NAME", "models", "remove");
  }
}
