package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.Launcher;
import io.github.resnet50.cli.Launcher.Running;
import io.github.resnet50.cli.ToyModel;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import io.github.resnet50.testing.Json;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Jobs on real Sparks of both lines, through the launcher: {@code mvn -P spark verify}. What comes
 * out is held against the bytes of {@code classify}.
 */
@Timeout(400)
@DisabledOnOs(OS.WINDOWS)
@EnabledIfSystemProperty(named = "resnet50.spark", matches = "true")
class SparkIT {
  private static final String BATCH = "4";

  @TempDir Path folder;
  private Launcher local;
  private SparkCluster cluster;

  @BeforeEach
  void prepare() throws IOException {
    local = new Launcher(folder);
    // Newer than every source, or the launcher would build in the middle of a build.
    Files.setLastModifiedTime(
        Launcher.project().resolve("target/resnet50-spark.jar"), FileTime.from(Instant.now()));
    ToyModel.folder(folder.resolve("toy"), "red", "green, \"or so\"", "blue");
  }

  @AfterEach
  void endCluster() {
    if (cluster != null) {
      cluster.close();
    }
  }

  /** Photographs of many sizes and names, and files that are none. */
  private void images(int count) throws IOException {
    Random random = new Random(count);
    for (int i = 0; i < count; i++) {
      Path sub = Files.createDirectories(folder.resolve("images/" + "äbc".charAt(i % 3)));
      Path file = sub.resolve("%04d %s.png".formatted(i, i % 50 == 7 ? "a\nb,\"ü" : "x"));
      if (i % 37 == 5) {
        Files.writeString(file, "no image");
      } else {
        Color color = new Color(random.nextInt(1 << 24));
        TestImages.plain(file, 5 + random.nextInt(60), 5 + random.nextInt(60), color);
      }
    }
  }

  /** So large that a job over many of them takes long enough to be killed in. */
  private void slowImages(int count) throws IOException {
    Path images = Files.createDirectory(folder.resolve("images"));
    Path[] pictures = new Path[5];
    Random random = new Random(count);
    for (int i = 0; i < pictures.length; i++) {
      BufferedImage noise = new BufferedImage(900, 700, BufferedImage.TYPE_INT_RGB);
      for (int pixel = 0; pixel < 900 * 700; pixel++) {
        noise.setRGB(pixel % 900, pixel / 900, random.nextInt(1 << 24));
      }
      pictures[i] = folder.resolve("noise" + i + ".png");
      ImageIO.write(noise, "png", pictures[i].toFile());
    }
    Path bad = Files.writeString(folder.resolve("bad.png"), "no image");
    for (int i = 0; i < count; i++) {
      Files.createLink(
          images.resolve("%04d.png".formatted(i)), i % 37 == 5 ? bad : pictures[i % 5]);
    }
  }

  private byte[] classified(String format, String... more)
      throws IOException, InterruptedException {
    List<String> all = new ArrayList<>(List.of("classify", "-q", "-m", "toy", "-b", BATCH));
    all.addAll(List.of("-k", "2", "images", "-o", "c." + format));
    all.addAll(List.of(more));
    Result result = local.run(all.toArray(String[]::new));
    assertEquals(3, result.exitCode(), result.err());
    return Files.readAllBytes(folder.resolve("c." + format));
  }

  private Running start(int line, List<String> submit, String... arguments) throws IOException {
    List<String> all = new ArrayList<>(submit);
    all.addAll(List.of("--conf", "spark.ui.enabled=false", "--driver-memory", "600m"));
    all.addAll(List.of("--driver-java-options", SparkCluster.JAVA_OPTIONS));
    all.addAll(List.of("--conf", "spark.executor.extraJavaOptions=" + SparkCluster.JAVA_OPTIONS));
    all.add("--");
    all.addAll(List.of(arguments));
    return new Launcher(folder)
        .through(Launcher.project().resolve("scripts/resnet50-spark"))
        .with("RESNET50_SPARK_LINE", "" + line)
        .with("SPARK_HOME", "")
        .with("SPARK_LOCAL_IP", "127.0.0.1")
        .start(all.toArray(String[]::new));
  }

  private Result run(int line, List<String> submit, String... arguments)
      throws IOException, InterruptedException {
    return start(line, submit, arguments).end();
  }

  private static List<String> onCluster(SparkCluster cluster, String... more) {
    List<String> submit =
        new ArrayList<>(List.of("--master", cluster.url(), "--executor-memory", "800m"));
    submit.addAll(List.of(more));
    return submit;
  }

  private List<Path> parts(String output) throws IOException {
    return Folders.entries(folder.resolve(output)).stream()
        .filter(file -> file.getFileName().toString().startsWith("part-"))
        .toList();
  }

  /** The parts as one file, with one header. */
  private byte[] joined(String output) throws IOException {
    assertTrue(Files.exists(folder.resolve(output).resolve("_SUCCESS")), output);
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Path part : parts(output)) {
      byte[] bytes = Files.readAllBytes(part);
      int header = 0;
      if (output.endsWith(".csv")) {
        header = new String(bytes, StandardCharsets.ISO_8859_1).indexOf('\n') + 1;
        if (all.size() == 0) {
          all.write(bytes, 0, header);
        }
      }
      all.write(bytes, header, bytes.length - header);
    }
    return all.toByteArray();
  }

  private JsonObject timings(String file) throws IOException {
    return Json.object(folder.resolve(file));
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void onOneMachineTheBytesAreThoseOfClassify(int line) throws Exception {
    images(150);
    byte[] csv = classified("csv");
    Result result =
        run(
            line,
            List.of("--master", "local[2]"),
            "-m",
            "toy",
            "-b",
            BATCH,
            "-k",
            "2",
            "images",
            "-o",
            "out.csv",
            "--single-file",
            "--images-per-task",
            "20",
            "--timings",
            "t.json");
    assertEquals(3, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertArrayEquals(csv, Files.readAllBytes(folder.resolve("out.csv")));
    assertFalse(Files.exists(folder.resolve("out.csv.parts")));
    JsonObject images = timings("t.json").getAsJsonObject("images");
    assertEquals(146, images.get("ok").getAsInt());
    assertEquals(4, images.get("failed").getAsInt());
  }

  /** An executor by signal, then a machine; with every task tried twice where that can be. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whateverIsKilledEveryImageComesOnce(int line) throws Exception {
    int count = 400;
    slowImages(count);
    byte[] csv = classified("csv");
    cluster = new SparkCluster(folder, line);
    Process first = cluster.worker();
    Process second = cluster.worker();
    Running running =
        start(
            line,
            onCluster(
                cluster,
                "--conf",
                "spark.speculation=true",
                "--conf",
                "spark.speculation.quantile=0.1",
                "--conf",
                "spark.speculation.multiplier=1.01",
                "--conf",
                "spark.speculation.minTaskRuntime=10ms"),
            "-m",
            "toy",
            "-b",
            BATCH,
            "-k",
            "2",
            "images",
            "-o",
            "out.csv",
            "--images-per-task",
            "16",
            "--timings",
            "t.json");
    await(running, 3);
    List<ProcessHandle> executors = SparkCluster.executors(first);
    assertFalse(executors.isEmpty());
    executors.forEach(ProcessHandle::destroyForcibly);
    await(running, 8);
    SparkCluster.kill(second);
    Result result = running.end();
    assertEquals(3, result.exitCode(), result.err());
    assertTrue(result.err().contains("Lost executor"), result.err());
    assertArrayEquals(csv, joined("out.csv"));
    JsonObject images = timings("t.json").getAsJsonObject("images");
    assertEquals(count, images.get("ok").getAsInt() + images.get("failed").getAsInt());
  }

  /** Until so many tasks have committed their parts, and the job is still at work. */
  private void await(Running running, int parts) throws IOException, InterruptedException {
    Path temporary = folder.resolve("out.csv/_temporary/0");
    while (committed(temporary) < parts) {
      assertTrue(running.process().isAlive(), () -> "ended early: " + running.err());
      assertFalse(Files.exists(folder.resolve("out.csv/_SUCCESS")), "too fast to be killed");
      Thread.sleep(20); // another process writes it
    }
  }

  private static long committed(Path temporary) throws IOException {
    if (!Files.isDirectory(temporary)) {
      return 0;
    }
    return Folders.names(temporary).stream().filter(name -> name.startsWith("task_")).count();
  }

  @Test
  void aClusterTakesModelsAsArchivesAndWritesTablesAndLines() throws Exception {
    images(60);
    byte[] lines = classified("jsonl");
    Result export = run(3, List.of("--master", "local[1]"), "-m", "toy", "--export-model", "t.zip");
    assertEquals(0, export.exitCode(), export.err());
    cluster = new SparkCluster(folder, 3);
    cluster.worker();
    cluster.worker();
    String archive = folder.resolve("t.zip") + "#toy-model";
    Result result =
        run(
            3,
            onCluster(cluster, "--archives", archive),
            "-m",
            "toy-model",
            "-b",
            BATCH,
            "-k",
            "2",
            "images",
            "-o",
            "out.jsonl");
    assertEquals(3, result.exitCode(), result.err());
    assertArrayEquals(lines, joined("out.jsonl"));

    // The same folder through Hadoop's file systems, by a glob.
    String glob = folder.toUri() + "images/*";
    Files.writeString(
        folder.resolve("list"), "\uFEFF" + folder.toUri() + "images/no [such].png\r\n\n");
    Result table =
        run(
            3,
            onCluster(cluster),
            "-m",
            "toy",
            "-k",
            "2",
            glob,
            "--files-from",
            "list",
            "-o",
            "out.parquet");
    assertEquals(3, table.exitCode(), table.err());
    List<String> rows = dump(3, "out.parquet");
    assertEquals(61, rows.size());
    assertTrue(String.join(" ", rows).contains("[such].png,failed,NotFound: no such file"));
    List<String> cells = new ArrayList<>(List.of("images/no [such].png"));
    for (String line : new String(lines, StandardCharsets.UTF_8).lines().toList()) {
      JsonObject record = JsonParser.parseString(line).getAsJsonObject();
      cells.add(record.get("path").getAsString().replace("\n", "|"));
    }
    assertEquals(
        cells.stream().sorted().toList(),
        rows.stream()
            .map(row -> row.replaceFirst(",(ok|failed),.*", ""))
            .map(this::named)
            .sorted()
            .toList());
  }

  /** What the program writes on one machine. */
  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void readsTheTablesOfOneMachine(int line) throws Exception {
    images(12);
    String[] columns = {"--columns", "bytes,sha256,format"};
    String text = new String(classified("jsonl", columns), StandardCharsets.UTF_8);
    classified("parquet", columns);
    List<String> expected =
        text.lines().map(JsonParser::parseString).map(SparkIT::cells).sorted().toList();
    assertEquals(
        expected,
        dump(line, "c.parquet").stream()
            .map(row -> row.replaceAll("\\b(WrappedArray|ArraySeq|ArrayBuffer|List)\\(", "("))
            .sorted()
            .toList());
    assertTrue(expected.stream().anyMatch(row -> row.contains(",blue,")), expected + "");
  }

  /** What a table has of a record, as {@link ParquetDump} prints it. */
  private static String cells(JsonElement line) {
    JsonObject record = line.getAsJsonObject();
    JsonObject error = record.getAsJsonObject("error");
    boolean ok = error == null;
    List<String> predictions = new ArrayList<>();
    for (JsonElement element : ok ? record.getAsJsonArray("predictions") : new JsonArray()) {
      JsonObject prediction = element.getAsJsonObject();
      predictions.add(
          String.join(
              ",",
              prediction.get("index").getAsString(),
              prediction.get("id").getAsString(),
              prediction.get("label").getAsString(),
              Float.toString(prediction.get("prob").getAsFloat())));
    }
    return String.join(
            ",",
            record.get("path").getAsString(),
            record.get("status").getAsString(),
            ok ? "" : error.get("kind").getAsString() + ": " + error.get("message").getAsString(),
            ok ? record.get("width").getAsString() : "",
            ok ? record.get("height").getAsString() : "",
            ok ? predictions.get(0) : ",,,",
            text(record, "bytes"),
            text(record, "sha256"),
            text(record, "format"),
            ok ? "([" + String.join("], [", predictions) + "])" : "")
        .replace("\n", "|");
  }

  private static String text(JsonObject record, String key) {
    JsonElement value = record.get(key);
    return value.isJsonNull() ? "" : value.getAsString();
  }

  private String named(String uri) {
    return uri.substring(uri.indexOf("images/"));
  }

  private List<String> dump(int line, String table) throws IOException, InterruptedException {
    Path home = SparkCluster.home(line);
    Process process =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElse("java"),
                "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
                "--add-opens=java.base/java.nio=ALL-UNNAMED",
                "--add-opens=java.base/java.lang.invoke=ALL-UNNAMED",
                "--add-opens=java.base/java.util=ALL-UNNAMED",
                "-cp",
                home + "/conf:" + home + "/jars/*:" + Launcher.project() + "/target/test-classes",
                ParquetDump.class.getName(),
                folder.resolve(table).toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, process.waitFor());
    return out.lines().toList();
  }

  @Test
  void errorsAreOneLineAndACode() throws Exception {
    images(4);
    List<String> here = List.of("--master", "local[1]");
    Files.createDirectory(folder.resolve("there"));
    expect(2, "there: exists already", run(3, here, "-m", "toy", "images", "-o", "there"));
    expect(5, "no model 'nosuch'", run(3, here, "-m", "nosuch", "images", "-o", "out"));
    Files.writeString(folder.resolve("there").resolve("a.jp2"), "x");
    expect(
        4,
        "no image found; nothing is written; not taken: 1 .jp2 (cannot be read",
        run(3, here, "-m", "toy", "there", "-o", "out"));
    expect(2, "no output given", run(3, here, "-m", "toy", "images"));
    assertFalse(Files.exists(folder.resolve("out")));
  }

  /** Each would cost its user files, or predictions. */
  @Test
  void onlyOutputsAreReplaced() throws Exception {
    images(4);
    List<String> here = List.of("--master", "local[1]");
    Path notes = Files.createDirectory(folder.resolve("notes"));
    Files.writeString(notes.resolve("a.txt"), "kept");
    String over = "--overwrite";
    expect(
        2,
        "the output images would replace the input images",
        run(3, here, "-m", "toy", "images", "-o", "images", over));
    Result below = run(3, here, "-m", "toy", "images", "-o", "images/b", over);
    assertEquals(2, below.exitCode(), below.err());
    assertTrue(below.err().contains("images/b: holds more than the output of a job"), below.err());
    Result others = run(3, here, "-m", "toy", "images", "-o", "notes", over);
    assertEquals(2, others.exitCode(), others.err());
    assertTrue(others.err().contains("holds more than the output of a job (a.txt)"), others.err());
    expect(
        2,
        "notes/a.txt.json: exists already",
        run(
            3,
            here,
            "-m",
            "toy",
            "images",
            "-o",
            "new",
            "--timings",
            existing("notes/a.txt.json")));
    expect(
        2,
        "--timings new.csv lies in the output",
        run(3, here, "-m", "toy", "images", "-o", "new.csv", "--timings", "new.csv"));
    assertEquals("kept", Files.readString(notes.resolve("a.txt")));
    assertEquals(4, Folders.files(folder.resolve("images")).size());
    assertEquals(0, run(3, here, "-m", "toy", "images", "-o", "out").exitCode());
    assertEquals(0, run(3, here, "-m", "toy", "images", "-o", "out", over).exitCode());
    assertTrue(joined("out").length > 0);
  }

  private String existing(String name) throws IOException {
    Files.writeString(folder.resolve(name), "{}");
    return name;
  }

  private static void expect(int code, String message, Result result) {
    assertEquals(code, result.exitCode(), result.err());
    assertTrue(result.err().contains("resnet50: " + message), result.err());
    assertFalse(result.err().contains("\tat "), result.err());
  }
}
