package io.github.resnet50.cli;

import io.github.resnet50.engine.Kernels;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.io.file.PathUtils;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import picocli.CommandLine;

/**
 * Every command on the real engine, the sample images and the built-in model, against golden files:
 * what a change of structure must leave as it is.
 */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class GoldenIT {
  private static final List<String> FEW = List.of("daisy.jpg", "lemon.jpg", "matchstick.png");

  /** Relative and always the same: what is drawn at random for an image depends on its path. */
  private static final Path FOLDER = Path.of("target", "golden");

  private static Cli cli;
  private static String photos;
  private static String few;

  @BeforeAll
  static void prepare() throws Exception {
    new NativeLibrary(new Home(Launcher.home())).load(); // unpacked once for all tests
    provideSamples();
    if (Files.exists(FOLDER)) {
      PathUtils.deleteDirectory(FOLDER);
    }
    Files.createDirectories(FOLDER);
    cli = new Cli(FOLDER.resolve("home").toAbsolutePath()).onRealEngine();
    cli.with(Kernels.VARIABLE, "1"); // or bench would find the faster ones
    photos = Files.createDirectory(FOLDER.resolve("photos")).toString();
    few = Files.createDirectory(FOLDER.resolve("few")).toString();
    for (Path sample : Folders.entries(Launcher.project().resolve("sample-images"))) {
      copy(sample, Path.of(photos));
      if (FEW.contains(sample.getFileName().toString())) {
        copy(sample, Path.of(few));
      }
    }
    Files.writeString(Path.of(few, "broken.jpg"), "no image at all");
    Files.createFile(Path.of(few, "empty.png"));
    String[] letters = {"a", "b", "c", "d", "e"};
    Path labels = Files.writeString(FOLDER.resolve("letters.txt"), String.join("\n", letters));
    StringBuilder truth = new StringBuilder("path,label\n");
    int next = 0;
    for (String image : Folders.names(Path.of(photos))) {
      if (!image.endsWith(".csv")) {
        truth.append(image).append(',').append(letters[next++ % 5]).append('\n');
      }
    }
    Files.writeString(Path.of(photos, "letters.csv"), truth);
    Path small = FOLDER.resolve("small");
    SmallModel.of(32, 32).classes(letters.length, "Softmax").write(small);
    for (String scaling : List.of("tf", "unit")) {
      cli.run(
          "models",
          "import",
          "-q",
          small.toString(),
          "--labels",
          labels.toString(),
          "--scaling",
          scaling,
          "--name",
          "small-" + scaling,
          "--no-verify");
    }
    cli.run(demo("classify", "-q", few)); // prepared, so that no test is the first
  }

  /** Preparation compares models on the sample images, which only Maven puts among the classes. */
  private static void provideSamples() throws Exception {
    Path classes = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path samples = classes.resolve("sample-images");
    if (Files.isDirectory(classes) && !Files.exists(samples)) {
      Files.createDirectory(samples);
      for (Path sample : Folders.entries(Launcher.project().resolve("sample-images"))) {
        copy(sample, samples);
      }
    }
  }

  private static void copy(Path file, Path to) throws IOException {
    Files.copy(file, to.resolve(file.getFileName()));
  }

  private static Golden golden() {
    return new Golden(cli, FOLDER);
  }

  private static String in(String name) {
    return FOLDER.resolve(name).toString();
  }

  private static String[] demo(String command, String... more) {
    return Cli.args(List.of(command, "-m", "demo", "--threads", "1"), more);
  }

  /** A model of a few weights, for what need not be true. */
  private static String[] small(String command, String... more) {
    return Cli.args(List.of(command, "-m", "small-tf", "--threads", "1"), more);
  }

  @Test
  void help() throws IOException {
    Golden golden = golden();
    Context context = Context.ofProcess(null, null);
    addHelp(Main.commands(context), golden);
    golden.compare("help");
  }

  private static void addHelp(CommandLine command, Golden golden) {
    golden.section(command.getCommandSpec().qualifiedName(), command.getUsageMessage());
    command.getSubcommands().values().forEach(sub -> addHelp(sub, golden));
  }

  @Test
  void wrongUsage() throws IOException {
    String labels = Path.of(photos, "labels.csv").toString();
    golden()
        .run()
        .run("clasify", photos)
        .run("classify")
        .run("classify", "--modle", "x", photos)
        .run("classify", "-b", "0", photos)
        .run("classify", "-k", "0", photos)
        .run("classify", "-k", "many", photos)
        .run("classify", "--shard", "3/2", photos)
        .run("classify", "-0", photos)
        .run("classify", "--max-failures", "-1", photos)
        .run("classify", "-f", "json", "-o", in("x.csv"), photos)
        .run("classify", "-f", "xml", photos)
        .run("classify", "-o", in("x.csv"), "--timings", in("x.csv"), photos)
        .run("classify", "-o", in("few/lemon.jpg"), few)
        .run("classify", "--resume", photos)
        .run("classify", "--image-timeout", "0", photos)
        .run("classify", "--max-pixels", "0", photos)
        .run("classify", "--decoders", "0", photos)
        .run("classify", "--threads", "0", photos)
        .run("classify", "-m", "demo", in("nowhere"))
        .run("classify", "-m", in("nowhere"), few)
        .run("classify", "-m", "demo", "--exclude", "*", few)
        .run("evaluate", photos, "--labels", in("nowhere.csv"))
        .run("evaluate", photos, "--labels", labels, "--bins", "0")
        .run("evaluate", photos, "--labels", labels, "--min-top1", "2")
        .run("evaluate", photos, "--labels", labels, "--confusion", in("x.json"))
        .run("evaluate", photos, "--labels", labels, "--corruptions", "mist")
        .run("evaluate", "--predictions", in("nowhere.csv"))
        .run("compare", labels)
        .run("compare", labels, labels)
        .run("explain", photos, "--method", "magic")
        .run("explain", photos, "--samples", "1")
        .run("explain", photos, "--segments", "1")
        .run("explain", photos, "--method", "rise", "--layer", "conv")
        .run("explain", photos, "--baseline", "white")
        .run("explain", photos, "-o", in("photos/x"))
        .run("explain", "-m", "demo", few, "-o", in("x"), "--class", "unicorn")
        .run("adapt", "--train", photos)
        .run("adapt", "--train", in("nowhere"), "--name", "x")
        .run("adapt", "--train", photos, "--name", "x", "--epochs", "0")
        .run("adapt", "--train", photos, "--name", "x", "--folds", "1")
        .run("adapt", "--train", photos, "--name", "x", "--dropout", "1")
        .run("adapt", "-m", "demo", "--train", photos, "--name", "../x")
        .run("features", photos, "--augment", "-1")
        .run("features", "-m", "demo", few, "-o", in("x.json"))
        .run("bench", "--repeats", "0")
        .run("bench", "--batch-size", "0")
        .run("bench", "--seconds", "0")
        .run("bench", "--compare", "random", "--save")
        .run("bench", "-o", in("x.txt"))
        .run("merge", in("x.csv"))
        .run("merge", in("x.csv"), in("nowhere.csv"))
        .run("models")
        .run("models", "list", "--what")
        .run("models", "import", in("nowhere"))
        .run("models", "import", in("nowhere"), "--scaling", "loud")
        .run("models", "import", in("nowhere"), "--resize", "0")
        .run("models", "verify", "demo", "--max-images", "0")
        .run("models", "verify", "demo", "--images", in("nowhere"))
        .run("models", "remove", "nothing")
        .run("models", "fetch", "nothing")
        .run("models", "compress", "demo")
        .run("models", "compress", "demo", "--name", "x", "--calibration", in("nowhere"))
        .compare("wrong-usage");
  }

  @Test
  void classify() throws IOException {
    golden()
        .run(demo("classify", photos, "-k", "2"))
        .run(demo("classify", few))
        .run(demo("classify", few, "-o", in("c.json"), "-k", "2", "--scores"))
        .file("c.json")
        .run(demo("classify", few, "-o", in("c.jsonl"), "-k", "2", "--scores"))
        .file("c.jsonl")
        .run(demo("classify", few, "-o", in("c.csv"), "-k", "1", "--scores", "-b", "2"))
        .file("c.csv")
        .run(demo("classify", few, "-o", in("c.csv"), "-k", "1", "--scores", "-b", "2"))
        .run(demo("classify", few, "-q", "-f", "jsonl", "-k", "1", "--fail-fast"))
        .compare("classify");
  }

  @Test
  void classifyTimingsAndPage() throws IOException {
    golden()
        .run(
            small(
                "classify",
                "-q",
                few,
                "-o",
                in("t.csv"),
                "-b",
                "2",
                "--decoders",
                "1",
                "--timings",
                in("t.json"),
                "--html",
                in("t.html")))
        .fileOfMeasurements("t.json")
        .file("t.html")
        .run(small("classify", "-q", few, "-o", in("u.csv"), "--timings", in("t2.csv")))
        .fileOfMeasurements("t2.csv")
        .compare("classify-timings");
  }

  @Test
  void shardsResumeAndMerge() throws IOException {
    golden()
        .run(small("classify", few, "-b", "2", "--shard", "1/2", "-k", "1", "-o", in("one.csv")))
        .file("one.csv")
        .file("one.csv.journal")
        .run(small("classify", few, "-b", "2", "--shard", "2/2", "-k", "1", "-o", in("two.csv")))
        .run("merge", in("all.csv"), in("two.csv"), in("one.csv"))
        .file("all.csv")
        .run("merge", in("all.csv"), in("two.csv"), in("one.csv"))
        .run("merge", in("most.csv"), in("two.csv"))
        .run(
            small(
                "classify",
                few,
                "-b",
                "2",
                "--shard",
                "1/2",
                "-k",
                "1",
                "-o",
                in("one.csv"),
                "--resume"))
        .run(
            small(
                "classify",
                few,
                "-b",
                "2",
                "--shard",
                "1/2",
                "-k",
                "2",
                "-o",
                in("one.csv"),
                "--resume"))
        .compare("merge");
  }

  @Test
  void evaluate() throws IOException {
    String labels = Path.of(photos, "labels.csv").toString();
    golden()
        .run(
            demo(
                "evaluate",
                photos,
                "--labels",
                labels,
                "-o",
                in("e.json"),
                "--confusion",
                in("conf.csv"),
                "--per-class",
                in("per.csv"),
                "--save-predictions",
                in("p.csv"),
                "--html",
                in("e.html"),
                "--bins",
                "5"))
        .file("e.json")
        .head("conf.csv", 5, 7)
        .head("per.csv", 5, 9)
        .head("p.csv", 3, 21)
        .run("evaluate", "--predictions", in("p.csv"), "--labels", labels, "-o", in("e.csv"))
        .file("e.csv")
        .run("evaluate", "--predictions", in("p.csv"), "--labels", labels, "--min-top1", "1")
        .compare("evaluate");
    golden().file("e.html").compare("evaluate-page");
  }

  @Test
  void evaluateWhatIsLearntAndCorruptions() throws IOException {
    String labels = Path.of(photos, "letters.csv").toString();
    golden()
        .run(
            small(
                "evaluate",
                "-q",
                photos,
                "--labels",
                labels,
                "--fit-temperature",
                "--save-temperature",
                "--save-thresholds",
                "--corruptions",
                "brightness:1"))
        .run(small("evaluate", "-q", photos, "--labels", labels, "--calibrated"))
        .run(small("classify", "-q", few, "--calibrated", "--flag-uncertain", "-k", "1"))
        .compare("evaluate-learnt");
  }

  @Test
  void compare() throws IOException {
    String labels = Path.of(photos, "letters.csv").toString();
    golden()
        .run(small("classify", "-q", photos, "-o", in("a.csv")))
        .run("compare", in("a.csv"), "small-unit", "--threads", "1", "-q", "--images", photos)
        .run("classify", "-q", "-m", "small-unit", "--threads", "1", photos, "-o", in("b.jsonl"))
        .run(
            "compare",
            in("a.csv"),
            in("b.jsonl"),
            "--labels",
            labels,
            "-o",
            in("x.json"),
            "--html",
            in("x.html"))
        .file("x.json")
        .run("compare", "-q", in("a.csv"), in("b.jsonl"), "-o", in("x.csv"))
        .head("x.csv", 5, 12)
        .compare("compare");
    golden().file("x.html").compare("compare-page");
  }

  @Test
  void explain() throws IOException {
    String daisy = Path.of(few, "daisy.jpg").toString();
    golden()
        .run(
            demo(
                "explain",
                few,
                "--method",
                "gradcam,cam,gradcam++,layercam",
                "-o",
                in("x1"),
                "--html",
                in("x1.html")))
        .file("x1/explanations.jsonl")
        .file("x1.html")
        .run(
            small(
                "explain",
                daisy,
                "--method",
                "gradcam,layercam,occlusion,rise,shap",
                "--samples",
                "100",
                "--segments",
                "9",
                "--class",
                "all-top-k",
                "-k",
                "2",
                "--large-maps",
                "--faithfulness",
                "--sanity",
                "-o",
                in("x2"),
                "--html",
                in("x2.html")))
        .file("x2/explanations.jsonl")
        .file("x2.html")
        .run(small("explain", daisy, "--class", "b", "--baseline", "blur", "-o", in("x3")))
        .file("x3/explanations.jsonl")
        .run(small("explain", few, "--layer", "nowhere", "-o", in("x4")))
        .compare("explain");
  }

  @Test
  void adapt() throws IOException {
    Path train = FOLDER.resolve("train");
    classFolder(train, "ball", "basketball.jpg", "soccer-ball.jpg", "tennis-ball.jpg");
    classFolder(train, "clock", "analog-clock.jpg", "wall-clock.jpg", "digital-clock.png");
    classFolder(train, "fruit", "granny-smith.jpg", "orange.jpg", "banana.jpg", "strawberry.jpg");
    golden()
        .run(
            small(
                "adapt",
                "--train",
                train.toString(),
                "--name",
                "shapes",
                "--folds",
                "2",
                "--report",
                in("adapt.json"),
                "--html",
                in("adapt.html")))
        .file("adapt.json")
        .run("classify", "-q", "-m", "shapes", "--threads", "1", "-k", "1", few)
        .run(small("adapt", "--train", train.toString(), "--name", "shapes"))
        .run("models", "remove", "shapes")
        .compare("adapt");
    golden().file("adapt.html").compare("adapt-page");
  }

  private static void classFolder(Path root, String name, String... images) throws IOException {
    Path to = Files.createDirectories(root.resolve(name));
    for (String image : images) {
      copy(Path.of(photos, image), to);
    }
  }

  @Test
  void features() throws IOException {
    golden()
        .run(small("features", few, "-o", in("f.csv")))
        .head("f.csv", 9, 7)
        .run(small("features", few, "-o", in("f.npy")))
        .file("f.npy")
        .file("f.paths.csv")
        .run(small("features", few, "-o", in("g.csv"), "--augment", "1", "--seed", "3"))
        .head("g.csv", 9, 8)
        .compare("features");
  }

  @Test
  void bench() throws IOException {
    String[] quick = {
      "-q", "--engine", "tensorflow", "--repeats", "1", "--seconds", "0.05", "--warm-up", "0.05"
    };
    golden()
        .runMeasuring(
            bench(quick, "--batch-size", "1,2", "-o", in("b.json"), "--html", in("b.html")))
        .fileOfMeasurements("b.json")
        .fileOfMeasurements("b.html")
        .runMeasuring(bench(quick, "--batch-size", "1", "-o", in("b.csv"), few))
        .head("b.csv", 1, 14)
        .runMeasuring(
            bench(quick, "--batch-size", "1", "--compare", "small-unit", "-o", in("v.json")))
        .fileOfMeasurements("v.json")
        .runMeasuring(
            bench(quick, "--batch-size", "1", "--compare", "small-unit", "-o", in("v.csv")))
        .head("v.csv", 1, 14)
        .compare("bench");
  }

  private static String[] bench(String[] quick, String... more) {
    return small("bench", Cli.args(List.of(quick), more));
  }

  @Test
  void models() throws Exception {
    String small = in("small");
    new Golden(new Cli(FOLDER.resolve("other").toAbsolutePath()).onRealEngine(), FOLDER)
        .run("models", "list")
        .run(
            "models",
            "import",
            small,
            "--labels",
            in("letters.txt"),
            "--scaling",
            "tf",
            "--name",
            "five")
        .run("models", "list")
        .run("models", "list", "--json")
        .run("models", "import", small, "--name", "five")
        .run("classify", "-q", "-m", "five", "--threads", "1", few)
        .run("models", "remove", "five")
        .run("models", "list")
        .compare("models");
    String[] verify = {
      "models", "verify", "-q", "small-tf", "--threads", "1", "--images", photos + "/letters.csv"
    };
    golden()
        .run(verify)
        .run(Cli.args(List.of(verify), "--max-images", "2", "--json"))
        .compare("verify");
  }
}
