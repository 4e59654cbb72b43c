package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** On a fake model that tells red, green and blue apart. */
@Timeout(30)
class CompareCommandTest {
  @TempDir Path folder;

  private Cli cli;
  private Path images;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home"));
    images = folder.resolve("images");
    for (String name : List.of("red", "green", "blue")) {
      Files.createDirectories(images.resolve(name));
    }
    TestImages.plain(images.resolve("red/1.png"), 8, 8, new Color(200, 0, 0));
    TestImages.plain(images.resolve("green/1.png"), 8, 8, new Color(0, 0, 200)); // taken for blue
    TestImages.plain(images.resolve("blue/1.png"), 8, 8, new Color(0, 0, 200));
    model = ToyModel.unread(folder.resolve("model")).toString();
  }

  @Test
  void aModelIsComparedWithAnEarlierRun() throws Exception {
    Path before = folder.resolve("before.csv");
    cli.run("classify", "-m", model, "-q", images.toString(), "-o", before.toString());
    // As if green had been right before.
    String right =
        Files.readString(before).replaceFirst("(green.1.png,ok,,8,8,)2,b,blue", "$11,green,green");
    Files.writeString(before, right);
    Path json = folder.resolve("c.json");
    Path page = folder.resolve("c.html");
    Result result =
        cli.run(
            "compare",
            before.toString(),
            model,
            "--images",
            images.toString(),
            "--class-folders",
            "-o",
            json.toString(),
            "--html",
            page.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertTrue(Files.readString(page).contains("<img loading"), "what the model sees of it");
    assertTrue(result.out().contains("3 images compared"), result.out());
    assertTrue(
        result.out().contains("both right 2, only A 1, only B 0, both wrong 0"), result.out());
    JsonObject report = Json.object(json);
    assertEquals(1, report.getAsJsonArray("differences").size());
    assertEquals(1, report.getAsJsonObject("truth").get("p_value").getAsDouble());
  }

  @Test
  void differencesAreATable() throws Exception {
    Path a = folder.resolve("a.csv");
    Path b = folder.resolve("b.csv");
    cli.run("classify", "-m", model, "-q", images.toString(), "-k", "1", "-o", a.toString());
    Files.writeString(b, Files.readString(a).replaceFirst("0,n00000001,red", "1,green,green"));
    Path csv = folder.resolve("d.csv");
    Path page = folder.resolve("d.html");
    Result result =
        cli.run(
            "compare", a.toString(), b.toString(), "-o", csv.toString(), "--html", page.toString());
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<String> lines = Files.readAllLines(csv);
    assertEquals(2, lines.size());
    assertTrue(lines.get(1).startsWith(images.resolve("red/1.png") + ",,0,n00000001,red,0."));
    assertTrue(result.out().contains("Different top-1:"), result.out());
    String html = Files.readString(page);
    assertTrue(html.contains("B: green"));
    assertTrue(html.contains("<img loading"), "where the file says that the image is");
    Files.delete(images.resolve("red/1.png"));
    cli.run("compare", a.toString(), b.toString(), "--html", page.toString(), "--overwrite");
    html = Files.readString(page);
    assertTrue(!html.contains("<img loading") && html.contains("No picture of 1 image"), html);
  }

  @Test
  void noCellOfTheTableIsAFormula() throws Exception {
    String header = "path,status,error,width,height,top1_index,top1_id,top1_label,top1_prob\n";
    Path a = Files.writeString(folder.resolve("a.csv"), header + "./=a.jpg,ok,,8,8,0,n0,red,0.9\n");
    Path b =
        Files.writeString(folder.resolve("b.csv"), header + "./=a.jpg,ok,,8,8,1,'=1,'=1+1,0.9\n");
    Path csv = folder.resolve("d.csv");
    cli.run("compare", a.toString(), b.toString(), "-o", csv.toString());
    assertEquals("./=a.jpg,,0,n0,red,0.9,1,'=1,'=1+1,0.9,,", Files.readAllLines(csv).get(1));
  }

  @Test
  void failuresAre3AndNothingInCommonIs4() throws Exception {
    Path a = folder.resolve("a.jsonl");
    Path b = folder.resolve("b.jsonl");
    cli.run("classify", "-m", model, "-q", images.toString(), "-o", a.toString());
    Files.writeString(images.resolve("red/1.png"), "broken");
    cli.run("classify", "-m", model, "-q", images.toString(), "-o", b.toString());
    assertEquals(ExitCode.SOME_FAILED, cli.run("compare", a.toString(), b.toString()).exitCode());
    Path c = Files.writeString(folder.resolve("c.jsonl"), "");
    assertEquals(ExitCode.NO_IMAGE, cli.run("compare", a.toString(), c.toString()).exitCode());
  }

  @Test
  void wrongUsageIs2() throws Exception {
    Path text = Files.writeString(folder.resolve("a.txt"), "");
    Path csv = Files.writeString(folder.resolve("a.csv"), "x\n");
    assertUsage("must end in", text.toString(), csv.toString());
    assertUsage("name what to classify with --images", csv.toString(), model);
    assertUsage("--output", csv.toString(), csv.toString(), "-o", csv.toString());
    assertUsage("both", csv.toString(), csv.toString(), "-o", "x.csv", "--html", "./x.csv");
    assertUsage("given as A and B", csv.toString(), csv.toString(), "-m", model);
  }

  private void assertUsage(String word, String a, String b, String... options) {
    String[] arguments = new String[3 + options.length];
    arguments[0] = "compare";
    arguments[1] = a;
    arguments[2] = b;
    System.arraycopy(options, 0, arguments, 3, options.length);
    Result result = cli.run(arguments);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(word), result.err());
  }
}
