package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.EngineChoice.Name;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.intake.SmallModel;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An import loads the model with TensorFlow, whichever engine is to verify it. */
class ImportOnEngineIT {
  @TempDir Path folder;

  /** Takes every model, and none where it is ONNX Runtime. */
  private static final class Picky extends FakeEngine {
    private final Name name;

    Picky(Name name) {
      this.name = name;
    }

    @Override
    public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
      if (name == Name.ONNXRUNTIME) {
        throw new ModelException("does not run on " + name);
      }
      return super.load(spec, request);
    }
  }

  @Test
  void theModelIsStoredThoughItDoesNotRunOnTheEngineAskedFor() throws Exception {
    new NativeLibrary(Home.of(System.getenv())).load();
    Cli cli =
        new Cli(folder.resolve("home")).on((request, notes) -> new Picky(request.variant().name()));
    Path small = SmallModel.of(8, 8).classes(3, "Softmax").write(folder.resolve("small"));
    String[] options = {"--name", "tiny", "--scaling", "tf", "--engine", "onnxruntime"};
    Result imported = cli.run(List.of("models", "import", small.toString()), options);
    assertEquals(ExitCode.MODEL, imported.exitCode(), imported.err());
    assertTrue(
        imported.err().contains("model tiny is stored, and not verified: does not run on"),
        imported.err());
    assertTrue(cli.run("models", "list").out().contains("tiny"));
  }
}
