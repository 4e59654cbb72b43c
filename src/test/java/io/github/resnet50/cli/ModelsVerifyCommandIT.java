package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.protobuf.TextFormat;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.SharedFiles;
import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.tensorflow.proto.SavedModel;

class ModelsVerifyCommandIT {
  /** Blue, green, red by the mean of each channel: what a network knows that was trained on BGR. */
  private static final String BGR_MODEL =
      """
      saved_model_schema_version: 1
      meta_graphs {
        meta_info_def { tags: "serve" }
        graph_def {
          versions { producer: 1482 }
          node { name: "image" op: "Placeholder" attr { key: "dtype" value { type: DT_FLOAT } } }
          node {
            name: "axes" op: "Const" attr { key: "dtype" value { type: DT_INT32 } }
            attr { key: "value" value { tensor {
              dtype: DT_INT32 tensor_shape { dim { size: 2 } } int_val: 1 int_val: 2 } } }
          }
          node {
            name: "mean" op: "Mean" input: "image" input: "axes"
            attr { key: "T" value { type: DT_FLOAT } } attr { key: "Tidx" value { type: DT_INT32 } }
          }
          node {
            name: "eight" op: "Const" attr { key: "dtype" value { type: DT_FLOAT } }
            attr { key: "value" value { tensor { dtype: DT_FLOAT tensor_shape { } float_val: 8 } } }
          }
          node {
            name: "logits" op: "Mul" input: "mean" input: "eight"
            attr { key: "T" value { type: DT_FLOAT } }
          }
          node {
            name: "scores" op: "Softmax" input: "logits" attr { key: "T" value { type: DT_FLOAT } }
          }
        }
        signature_def {
          key: "serving_default"
          value {
            inputs { key: "image" value { name: "image:0" dtype: DT_FLOAT tensor_shape {
              dim { size: -1 } dim { size: 8 } dim { size: 8 } dim { size: 3 } } } }
            outputs { key: "scores" value { name: "scores:0" dtype: DT_FLOAT tensor_shape {
              dim { size: -1 } dim { size: 3 } } } }
            method_name: "tensorflow/serving/predict"
          }
        }
      }
      """;

  @TempDir Path folder;

  @Test
  void aModelThatWantsBgrSaysSo() throws Exception {
    Path model = tinyModel("width=8\nheight=8\nresize=true\n");
    Path images = colours();
    Result wrong = run("models", "verify", model.toString(), "--images", images.toString());
    assertEquals(6, wrong.exitCode(), wrong.err());
    assertTrue(wrong.out().contains("is clearly better"), wrong.out());
    assertTrue(
        wrong
            .out()
            .endsWith(": set channelOrder=BGR in " + model.resolve("serving.properties") + "\n"),
        wrong.out());

    Path right = tinyModel("width=8\nheight=8\nresize=true\nchannelOrder=BGR\n");
    Result json =
        run("models", "verify", right.toString(), "--images", images.toString(), "--json", "-q");
    assertEquals(0, json.exitCode(), json.err());
    assertEquals("", json.err());
    JsonObject evidence =
        JsonParser.parseString(json.out()).getAsJsonObject().getAsJsonObject("evidence");
    assertEquals("DECLARED_BEST", evidence.get("verdict").getAsString());
    assertEquals(30, evidence.get("images").getAsInt());
  }

  @Test
  void imagesOfOtherClassesTellNothing() throws Exception {
    Result result = run("models", "verify", tinyModel("width=8\nheight=8\n").toString());
    assertEquals(4, result.exitCode());
    assertEquals("", result.out());
    assertTrue(result.err().contains("none of the 25 labels in built-in samples"), result.err());
  }

  @Test
  void theDeclaredPreprocessingOfARealModelIsBest() throws Exception {
    Result result = run("models", "verify", SharedFiles.at("models/resnet50-imagenet").toString());
    assertEquals(0, result.exitCode(), result.err());
    assertTrue(result.out().contains("the declared preprocessing is best"), result.out());
  }

  @Test
  void aRealModelWithTheWrongOrderIsReported() throws Exception {
    Path real = SharedFiles.at("models/resnet50-imagenet");
    for (Path file : Folders.entries(real)) {
      Files.createSymbolicLink(folder.resolve(file.getFileName()), file.toAbsolutePath());
    }
    Path serving = folder.resolve("serving.properties");
    String declared = Files.readString(serving);
    Files.delete(serving);
    Files.writeString(serving, declared + "channelOrder=BGR\n");
    Result result = run("models", "verify", folder.toString(), "--max-images", "16");
    assertEquals(6, result.exitCode(), result.err());
    assertTrue(result.out().endsWith(": set channelOrder=RGB in " + serving + "\n"), result.out());
  }

  private Path tinyModel(String properties) throws IOException {
    Path model = Files.createTempDirectory(folder, "model");
    SavedModel.Builder graph = SavedModel.newBuilder();
    TextFormat.merge(BGR_MODEL, graph);
    Files.write(model.resolve("saved_model.pb"), graph.build().toByteArray());
    Files.writeString(model.resolve("serving.properties"), properties);
    Files.writeString(model.resolve("synset.txt"), "blue\ngreen\nred\n");
    return model;
  }

  /** Ten shades of each colour, in class folders. */
  private Path colours() throws IOException {
    Path root = folder.resolve("colours");
    List<String> names = List.of("blue", "green", "red");
    for (int colour = 0; colour < names.size(); colour++) {
      Path images = Files.createDirectories(root.resolve(names.get(colour)));
      for (int shade = 0; shade < 10; shade++) {
        Color level = new Color((160 + 10 * shade) << (8 * colour));
        TestImages.plain(images.resolve(shade + ".png"), 8, 8, level);
      }
    }
    return root;
  }

  private static Result run(String... args) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    StringWriter err = new StringWriter();
    Context context = Context.ofProcess(out, new PrintWriter(err, true));
    int code = new Main(context).run(args);
    return new Result(code, out.toString(StandardCharsets.UTF_8), err.toString());
  }
}
