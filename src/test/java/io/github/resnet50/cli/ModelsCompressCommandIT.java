package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.SharedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A real ResNet50 in 8 bits; needs the test material beside the project. */
@Timeout(600)
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(named = "os.arch", matches = "amd64")
class ModelsCompressCommandIT {
  private static final String FORM = "compressed-it:int8";

  @TempDir Path folder;

  private Path some(String images, int count) throws Exception {
    List<Path> files = Folders.files(SharedFiles.at(images));
    Path list = folder.resolve(count + ".csv");
    return Files.write(
        list,
        Stream.iterate(0, i -> i < count, i -> i + 1)
            .map(i -> files.get(i * files.size() / count))
            .map(file -> "\"" + file + "\"," + file.getParent().getFileName())
            .toList());
  }

  private static String[] compress(Path model, Path calibrate, Path evaluate) {
    return new String[] {
      "models",
      "compress",
      model.toString(),
      "--int8",
      "--name",
      "compressed-it",
      "--calibrate",
      calibrate.toString(),
      "--evaluate",
      evaluate.toString(),
      "--max-drop",
      "100",
      "--json",
      "--overwrite"
    };
  }

  @Test
  void makesAnInt8ModelThatSaysNearlyTheSame() throws Exception {
    Path model = SharedFiles.at("models/resnet50-imagenet");
    Path calibrate = some("images/calibration-100", 12);
    String[] compress = compress(model, calibrate, some("images/imagenet-200", 40));
    // What the price is taken on makes no difference to what is made.
    String[] again = compress(model, calibrate, some("images/imagenet-200", 2));
    Launcher launcher = new Launcher(folder);
    try {
      Result made = launcher.run(compress);
      assertEquals(0, made.exitCode(), made.err());
      JsonObject label =
          JsonParser.parseString(made.out()).getAsJsonObject().getAsJsonObject("compression");
      JsonObject price = label.getAsJsonObject("price");
      assertEquals(40, price.get("labelled").getAsInt());
      assertTrue(price.get("same_top1").getAsInt() >= 36, made.out());
      assertTrue(label.get("disjoint").getAsBoolean());
      double before = label.getAsJsonObject("before").get("bytes").getAsDouble();
      double after = label.getAsJsonObject("after").get("bytes").getAsDouble();
      assertTrue(after < before / 3, before + " bytes, then " + after);

      Path graph = Launcher.home().resolve("models/compressed-it@int8/saved_model.pb");
      byte[] first = Files.readAllBytes(graph);
      Path image = SharedFiles.at("images/imagenet-200/n01440764");
      Result float32 = launcher.run("classify", "-m", model.toString(), image.toString());
      Result int8 = launcher.run("classify", "-m", FORM, image.toString());
      assertEquals(0, int8.exitCode(), int8.err());
      CSVRecord expected = Rows.of(Files.writeString(folder.resolve("a"), float32.out())).get(0);
      CSVRecord actual = Rows.of(Files.writeString(folder.resolve("b"), int8.out())).get(0);
      assertEquals(expected.get("top1_label"), actual.get("top1_label"));
      assertEquals(Rows.probability(expected, 1), Rows.probability(actual, 1), 0.2);

      JsonObject onnxLabel = label.getAsJsonObject("onnx_runtime");
      assertTrue(onnxLabel.getAsJsonObject("price").get("same_top1").getAsInt() >= 36, made.out());
      assertEquals(53, onnxLabel.get("quantized").getAsInt());
      Path form = graph.resolveSibling("model-int8.onnx");
      byte[] firstForm = Files.readAllBytes(form);
      String[] onOnnx = {"classify", "-m", FORM, "--engine", "onnxruntime", image.toString()};
      Result onnx = launcher.run(onOnnx);
      assertEquals(0, onnx.exitCode(), onnx.err());
      assertEquals(onnx.out(), launcher.run(onOnnx).out(), "the same bytes twice");
      CSVRecord other = Rows.of(Files.writeString(folder.resolve("c"), onnx.out())).get(0);
      assertEquals(expected.get("top1_label"), other.get("top1_label"));
      assertEquals(Rows.probability(expected, 1), Rows.probability(other, 1), 0.2);

      Result off = launcher.with("TF_ENABLE_ONEDNN_OPTS", "0").run("classify", "-m", FORM, "x.jpg");
      assertTrue(off.exitCode() != 0, off.err());
      Result refused = launcher.run("classify", "-m", FORM, image.toString());
      assertEquals(ExitCode.MODEL, refused.exitCode(), refused.err());
      assertTrue(refused.err().contains("no kernels for int8"), refused.err());
      refused = launcher.run(compress);
      assertEquals(ExitCode.MODEL, refused.exitCode(), refused.err());
      assertTrue(refused.err().contains("no kernels for int8"), refused.err());

      assertEquals(0, launcher.with("TF_ENABLE_ONEDNN_OPTS", "1").run(again).exitCode());
      assertArrayEquals(first, Files.readAllBytes(graph), "the same bytes twice");
      assertArrayEquals(firstForm, Files.readAllBytes(form), "the same bytes twice");

      Files.delete(form); // as of a model that an earlier version made
      Result absent = launcher.run(onOnnx);
      assertEquals(ExitCode.MODEL, absent.exitCode(), absent.err());
      assertTrue(absent.err().contains("it was compressed for TensorFlow alone"), absent.err());
      Result automatic = launcher.run("classify", "-m", FORM, "--engine", "auto", image.toString());
      assertEquals(0, automatic.exitCode(), automatic.err());
    } finally {
      launcher.run("models", "remove", FORM);
    }
  }
}
