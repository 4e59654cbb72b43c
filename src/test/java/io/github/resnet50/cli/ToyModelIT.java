package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.Home;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of models as users bring them, right and wrong ones; on the real engine. */
@Timeout(300)
class ToyModelIT {
  private static final String PROPERTIES = "width=4\nheight=4\nresize=true\ntoTensor=true\n";

  @TempDir Path folder;
  private Cli cli;
  private Path model;
  private Path image;

  @BeforeEach
  void prepare() throws IOException {
    cli =
        new Cli(folder.resolve("home"))
            .onTensorFlow(new Home(Launcher.home()), new Home(folder.resolve("home")));
    model = Files.createDirectory(folder.resolve("toy"));
    image = TestImages.plain(folder.resolve("a.png"), 9, 5, new Color(255, 102, 0));
  }

  @Test
  void givesTheMeanOfEachChannelAsProbabilities() throws IOException {
    write(ToyModel.channelsLast().softmax(), PROPERTIES, "red\ngreen\nblue\n");
    CSVRecord row = classified();
    assertEquals("red", row.get("top1_label"));
    assertEquals(softmax(1, 0.4, 0)[0], Rows.probability(row, 1), 1e-6);
    assertEquals("green", row.get("top2_label"));
    assertEquals(softmax(1, 0.4, 0)[1], Rows.probability(row, 2), 1e-6);
  }

  @Test
  void bgrSwapsRedAndBlue() throws IOException {
    write(ToyModel.channelsLast().softmax(), PROPERTIES + "channelOrder=BGR\n", "x\ny\nz\n");
    CSVRecord row = classified();
    assertEquals("z", row.get("top1_label"), "red comes last");
    assertEquals(softmax(1, 0.4, 0)[0], Rows.probability(row, 1), 1e-6);
    assertEquals("x", row.get("top3_label"));
  }

  @Test
  void normalisesChannelByChannelInTheModelsOrder() throws IOException {
    write(
        ToyModel.channelsLast().softmax(),
        PROPERTIES + "channelOrder=BGR\nnormalize=0.5,0.4,0.5,0.5,1,0.25\n",
        "x\ny\nz\n");
    CSVRecord row = classified();
    double[] expected = softmax((0 - 0.5) / 0.5, (0.4 - 0.4) / 1, (1 - 0.5) / 0.25);
    assertEquals("z", row.get("top1_label"));
    assertEquals(expected[2], Rows.probability(row, 1), 1e-6);
  }

  @Test
  void applySoftmaxTurnsLogitsIntoProbabilities() throws IOException {
    write(ToyModel.channelsLast(), PROPERTIES + "applySoftmax=true\n", "r\ng\nb\n");
    CSVRecord row = classified();
    assertEquals(softmax(1, 0.4, 0)[0], Rows.probability(row, 1), 1e-6);
  }

  @Test
  void takesChannelsFirst() throws IOException {
    write(ToyModel.channelsFirst().softmax(), PROPERTIES, "r\ng\nb\n");
    CSVRecord row = classified();
    assertEquals("r", row.get("top1_label"));
    assertEquals(softmax(1, 0.4, 0)[0], Rows.probability(row, 1), 1e-6);
  }

  @Test
  void takesAnOpenImageSize() throws IOException {
    write(ToyModel.channelsLast().size(-1).softmax(), PROPERTIES, "r\ng\nb\n");
    assertEquals("r", classified().get("top1_label"));
  }

  @Test
  void classesWithoutNamesGoByNumber() throws IOException {
    write(ToyModel.channelsLast().softmax(), PROPERTIES, null);
    assertEquals("class-0", classified().get("top1_label"));
  }

  @Test
  void aMissingServingPropertiesIsNamed() throws IOException {
    ToyModel.channelsLast().softmax().write(model);
    assertModelError("serving.properties is missing");
  }

  @Test
  void aBadValueInServingPropertiesIsNamed() throws IOException {
    write(ToyModel.channelsLast().softmax(), "width=wide\n", null);
    assertModelError("width=wide");
  }

  @Test
  void aSynsetOfAnotherLengthIsNamedWithBothNumbers() throws IOException {
    write(ToyModel.channelsLast().softmax(), PROPERTIES + "synsetFileName=names.txt\n", null);
    Files.writeString(model.resolve("names.txt"), "red\ngreen\n");
    assertModelError("names.txt names 2 classes, but the model tells 3 apart");
  }

  @Test
  void anotherImageSizeIsNamedWithBothSizes() throws IOException {
    write(ToyModel.channelsLast().softmax(), "width=8\nheight=8\nresize=true\n", "r\ng\nb\n");
    assertModelError("takes images of 4x4, but its serving.properties says width=8, height=8");
  }

  @Test
  void anotherNumberOfChannelsIsNamed() throws IOException {
    write(ToyModel.channelsLast().channels(1).softmax(), PROPERTIES, null);
    assertModelError("3");
  }

  @Test
  void aCorruptGraphIsNamed() throws IOException {
    write(ToyModel.channelsLast().softmax(), PROPERTIES, null);
    Path graph = model.resolve("saved_model.pb");
    byte[] bytes = Files.readAllBytes(graph);
    Files.write(graph, Arrays.copyOf(bytes, bytes.length / 2));
    assertModelError(model.toString());
  }

  @Test
  void anEmptyGraphIsNamed() throws IOException {
    write(ToyModel.channelsLast().softmax(), PROPERTIES, null);
    Files.write(model.resolve("saved_model.pb"), new byte[0]);
    assertModelError(model.toString());
  }

  private void write(ToyModel toy, String properties, String synset) throws IOException {
    toy.write(model);
    Files.writeString(model.resolve("serving.properties"), properties);
    if (synset != null) {
      Files.writeString(model.resolve("synset.txt"), synset);
    }
  }

  private CSVRecord classified() {
    Result result = cli.run("classify", "-m", model.toString(), "-k", "3", image.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    return Rows.of(result.out()).get(0);
  }

  private void assertModelError(String words) {
    Result result = cli.run("classify", "-q", "-m", model.toString(), image.toString());
    assertEquals(ExitCode.MODEL, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(result.err().contains(words), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
    assertEquals(List.of(), result.errLines().subList(1, result.errLines().size()));
  }

  private static double[] softmax(double... logits) {
    double sum = 0;
    for (double logit : logits) {
      sum += Math.exp(logit);
    }
    double[] result = new double[logits.length];
    for (int i = 0; i < logits.length; i++) {
      result[i] = Math.exp(logits[i]) / sum;
    }
    return result;
  }
}
