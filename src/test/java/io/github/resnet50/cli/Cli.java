package io.github.resnet50.cli;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowEngine;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.store.PreparedModels;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Runs command lines in this process, on an engine without TensorFlow. */
public final class Cli {
  private final Map<String, String> environment = new HashMap<>();
  private Context.EngineFactory engines = (request, notes) -> new FakeEngine();
  private byte[] input = {};

  /**
   * @param home keeps the store and the user's configuration of these command lines
   */
  Cli(Path home) {
    environment.put("HOME", home.toString());
    environment.put("XDG_CONFIG_HOME", home.resolve("config").toString());
    environment.put(
        "RESNET50_ZOO", home.resolve("zoo").toUri().toString()); // none: tests need no network
    environment.put("RESNET50_HOME", home.resolve("store").toString());
  }

  /**
   * What a command line did.
   *
   * @param out standard output
   * @param err standard error
   */
  public record Result(int exitCode, String out, String err) {
    List<String> outLines() {
      return out.lines().toList();
    }

    List<String> errLines() {
      return err.lines().toList();
    }
  }

  Cli with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  Cli on(Engine engine) {
    return on((request, notes) -> engine);
  }

  Cli on(Context.EngineFactory factory) {
    engines = factory;
    return this;
  }

  /** Has commands run on the engine that the program itself takes. */
  Cli onRealEngine() {
    engines = Context.ofProcess(OutputStream.nullOutputStream(), null).engines();
    return this;
  }

  /**
   * Has commands run on TensorFlow.
   *
   * @param library where the native library is unpacked
   * @param models where prepared models are stored
   */
  Cli onTensorFlow(Home library, Home models) {
    return on(
        new TensorFlowEngine(
            new NativeLibrary(library), new PreparedModels(models, note -> {}), false, note -> {}));
  }

  Cli input(String text) {
    return input(text.getBytes(StandardCharsets.UTF_8));
  }

  Cli input(byte[] bytes) {
    input = bytes;
    return this;
  }

  /** A command line in two parts. */
  static String[] args(List<String> first, String... rest) {
    return Stream.concat(first.stream(), Stream.of(rest)).toArray(String[]::new);
  }

  Result run(List<String> first, String... rest) {
    return run(args(first, rest));
  }

  Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    int code = run(out, err, args);
    return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString());
  }

  int run(OutputStream out, StringWriter err, String... args) {
    Context context =
        new Context(
            new ByteArrayInputStream(input),
            out,
            new PrintWriter(err, true),
            Map.copyOf(environment),
            engines);
    return new Main(context).run(args);
  }
}
