package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.Recommendations.Stored;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.timing.HostInfo;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which engine a command asks for. */
class EngineChoiceTest {
  private static final String TENSORFLOW = "tensorflow";
  private static final String EIGEN = "tensorflow (Eigen)";
  private static final String PLAIN = "tensorflow (no oneDNN)";
  private static final String ONNX = "onnxruntime";

  @TempDir Path folder;
  private final List<String> loaded = new ArrayList<>();
  private Cli cli;
  private Path model;
  private Path image;
  private Home home;
  private String refusing;

  @BeforeEach
  void prepare() throws IOException {
    home = new Home(folder.resolve("home/store"));
    model = ToyModel.unread(folder.resolve("model"));
    image = folder.resolve("image.png");
    TestImages.plain(image, 8, 8, Color.RED);
    cli =
        new Cli(folder.resolve("home")).on((request, notes) -> new Named(name(request.variant())));
  }

  private static String name(EngineVariant variant) {
    return switch (variant.kernels()) {
      case ONEDNN -> variant.name().toString();
      case EIGEN -> EIGEN;
      case PLAIN -> PLAIN;
    };
  }

  /** An engine that remembers that it was taken. */
  private final class Named extends FakeEngine {
    private final String name;

    @Override
    public LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException {
      if (name.equals(refusing)) {
        throw new ModelException("does not run on " + name);
      }
      return super.load(spec, request);
    }

    Named(String name) {
      this.name = name;
    }

    @Override
    public String name() {
      return name;
    }

    @Override
    public EngineInfo start() {
      loaded.add(name);
      return new EngineInfo(name, "1", "cpu()");
    }
  }

  private String taken(String... options) {
    loaded.clear();
    Result result = cli.run(List.of("classify", "-m", model.toString(), image.toString()), options);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals(1, loaded.size());
    return loaded.get(0);
  }

  private void save(String engine, double imagesPerSecond) throws IOException {
    HostInfo host = HostInfo.detect(engine, null, null);
    new Recommendations(home)
        .save(
            new Stored(
                4,
                1,
                imagesPerSecond,
                "bench",
                "2026-01-01",
                "test",
                host.cpu(),
                host.cores(),
                engine,
                new ModelDirectory(model).sha256()));
  }

  @Test
  void tensorflowUnlessAnotherIsNamed() {
    assertEquals(TENSORFLOW, taken());
    assertEquals(ONNX, taken("--engine", "onnxruntime"));
    assertEquals(TENSORFLOW, taken("--engine", "TensorFlow"));
  }

  @Test
  void automaticIsTheFasterOneOfWhatIsStored() throws IOException {
    String[] auto = {"--engine", "auto"};
    assertEquals(TENSORFLOW, taken(auto), "nothing is stored");
    save(ONNX, 50);
    assertEquals(TENSORFLOW, taken(auto), "nothing is known of the other");
    save(TENSORFLOW, 40);
    assertEquals(ONNX, taken(auto));
    assertEquals(TENSORFLOW, taken(), "the default one is not automatic");
    save(TENSORFLOW, 60);
    assertEquals(TENSORFLOW, taken(auto));
  }

  @Test
  void kernelsAreTheFasterOnesOfWhatIsStoredUnlessTheUserHasChosen() throws IOException {
    save(EIGEN, 60);
    assertEquals(TENSORFLOW, taken(), "nothing is known of the others");
    save(TENSORFLOW, 40);
    assertEquals(EIGEN, taken());
    assertEquals(EIGEN, taken("--engine", "tensorflow"));
    save(ONNX, 50);
    assertEquals(EIGEN, taken("--engine", "auto"));
    save(ONNX, 70);
    assertEquals(ONNX, taken("--engine", "auto"));
    cli.with(Kernels.VARIABLE, "1");
    assertEquals(TENSORFLOW, taken());
    cli.with(Kernels.VARIABLE, "0");
    assertEquals(PLAIN, taken());
    cli.with(Kernels.VARIABLE, "");
    save(TENSORFLOW, 60);
    assertEquals(TENSORFLOW, taken(), "as fast as the others");
  }

  @Test
  void oneFileIsOfOneKindOfKernels() throws IOException {
    String output = folder.resolve("p.csv").toString();
    save(EIGEN, 60);
    save(TENSORFLOW, 40);
    assertEquals(EIGEN, taken("-o", output));
    save(TENSORFLOW, 80);
    TestImages.plain(image, 9, 9, Color.BLUE);
    assertEquals(EIGEN, taken("-o", output, "--resume"));
    TestImages.plain(image, 9, 9, Color.GREEN);
    cli.with(Kernels.VARIABLE, "1");
    Result other =
        cli.run("classify", "-m", model.toString(), image.toString(), "-o", output, "--resume");
    assertEquals(ExitCode.USAGE, other.exitCode());
    assertTrue(other.err().contains("engine was " + EIGEN + ", is now tensorflow"), other.err());
  }

  @Test
  void verboseSaysWhichKernelsAreTakenAndWhy() throws IOException {
    List<String> run = List.of("classify", "-m", model.toString(), image.toString(), "-v");
    String unknown = cli.run(run).err();
    assertTrue(unknown.contains("kernels onednn: the default; bench --save has not"), unknown);
    save(EIGEN, 27.94);
    save(TENSORFLOW, 21.3);
    String known = cli.run(run).err();
    assertTrue(
        known.contains(
            "kernels eigen: as measured here, 21.3 images/s by oneDNN and 27.9 by Eigen"),
        known);
    cli.with(Kernels.VARIABLE, "true");
    String asked = cli.run(run).err();
    assertTrue(asked.contains("kernels onednn: by TF_ENABLE_ONEDNN_OPTS"), asked);
    String onnx = cli.run(run, "--engine", "onnxruntime").err();
    assertFalse(onnx.contains("kernels"), onnx);
  }

  @Test
  void anotherEngineCannotGoOnWithAnOutput() {
    Path output = folder.resolve("p.csv");
    taken("--engine", "onnxruntime", "-o", output.toString());
    Result other =
        cli.run(
            "classify",
            "-m",
            model.toString(),
            image.toString(),
            "-o",
            output.toString(),
            "--resume");
    assertEquals(ExitCode.USAGE, other.exitCode());
    assertTrue(other.err().contains("engine was onnxruntime, is now tensorflow"), other.err());
  }

  @Test
  void automaticGoesOnWithTheEngineOfTheOutput() throws IOException {
    String output = folder.resolve("p.csv").toString();
    save(ONNX, 50);
    save(TENSORFLOW, 40);
    assertEquals(ONNX, taken("--engine", "auto", "-o", output));
    save(TENSORFLOW, 60); // bench --save, some day between two nightly runs
    TestImages.plain(image, 9, 9, Color.BLUE);
    assertEquals(ONNX, taken("--engine", "auto", "-o", output, "--resume"));
    Result done =
        cli.run(
            List.of("classify", "-m", model.toString(), image.toString()),
            "--engine",
            "auto",
            "-o",
            output,
            "--resume");
    assertEquals(ExitCode.OK, done.exitCode(), done.err());
    assertTrue(done.err().contains("nothing to do"), done.err());
  }

  @Test
  void verboseSaysWhichEngineIsTakenAndWhy() throws IOException {
    List<String> run =
        List.of("classify", "-m", model.toString(), image.toString(), "-v", "--engine");
    String unknown = cli.run(run, "auto").err();
    assertTrue(unknown.contains("engine tensorflow: the default; bench --save has not"), unknown);
    save(ONNX, 50);
    save(TENSORFLOW, 40);
    String known = cli.run(run, "auto").err();
    assertTrue(
        known.contains(
            "engine onnxruntime: as measured here, 40.0 images/s on TensorFlow and 50.0 on ONNX"),
        known);
    String named = cli.run(run, "onnxruntime").err();
    assertTrue(!named.contains("engine onnxruntime: "), named);
  }

  @Test
  void aLongRunIsToldOfAnEngineThatIsTwiceAsFast() throws IOException {
    Path many = folder.resolve("many");
    for (int i = 0; i < 1000; i++) {
      Files.createDirectories(many);
      Files.copy(image, many.resolve(i + ".png"));
    }
    save(TENSORFLOW, 20);
    save(ONNX, 39);
    String[] run = {"classify", "-m", model.toString(), many.toString(), "-o"};
    List<String> fixed = List.of(run);
    String close = cli.run(fixed, folder.resolve("a.csv").toString()).err();
    assertTrue(!close.contains("times as fast"), close);
    save(ONNX, 44);
    String much = cli.run(fixed, folder.resolve("b.csv").toString()).err();
    assertTrue(
        much.contains("onnxruntime is 2.2 times as fast with this model here: --engine auto"),
        much);
    String taken = cli.run(fixed, folder.resolve("c.csv").toString(), "--engine", "auto").err();
    assertTrue(!taken.contains("times as fast"), taken);
  }
}
