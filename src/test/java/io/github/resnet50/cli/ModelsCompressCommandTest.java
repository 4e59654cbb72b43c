package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.model.ModelException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What {@code models compress} does before anything is read. */
class ModelsCompressCommandTest {
  @TempDir Path home;

  @ParameterizedTest
  @CsvSource({
    "'', say how to compress: --int8",
    "--prune=auto, 'pruning is no longer offered: without retraining'",
    "--int8 --prune 0.1, 'take --int8, or a smaller model'",
    "--int8 --curve=c.csv, pruning is no longer offered",
    "--int8 --max-drop=101, '--max-drop 101: expected points, 0 to 100'",
    "--int8 --max-images=0, --max-images 0: expected 1 or more",
    "--int8 --threads=0, --threads 0: expected 1 to 1024",
  })
  void refusesWhatMakesNoSense(String options, String message) {
    String[] given = options.isEmpty() ? new String[0] : options.split(" ");
    String[] line = new String[given.length + 3];
    System.arraycopy(new String[] {"models", "compress", "x"}, 0, line, 0, 3);
    System.arraycopy(given, 0, line, 3, given.length);
    Result result = new Cli(home).run(line);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(message), result.err());
  }

  /** Whichever engine the options choose for running the model. */
  @Test
  void worksOnTheEngineForGraphs() {
    List<Context.EngineRequest> requests = new ArrayList<>();
    Engine engine =
        new FakeEngine() {
          @Override
          public EngineInfo start() throws ModelException {
            throw new ModelException("it does not start");
          }
        };
    Cli cli =
        new Cli(home)
            .on(
                (request, notes) -> {
                  requests.add(request);
                  return engine;
                });
    Result result = cli.run("models", "compress", "random", "--int8", "--name", "x");
    assertEquals(ExitCode.MODEL, result.exitCode(), result.err());
    assertTrue(result.err().contains("it does not start"), result.err());
    assertEquals(1, requests.size());
    assertEquals(EngineChoice.Name.TENSORFLOW, requests.get(0).variant().name());
  }
}
