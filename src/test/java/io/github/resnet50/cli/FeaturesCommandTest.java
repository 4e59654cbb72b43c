package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.engine.FakeEngine;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** On a fake model of three features: each channel's share of all light. */
@Timeout(60)
class FeaturesCommandTest {
  @TempDir Path folder;

  private final FakeEngine backend = new FakeEngine();
  private Cli cli;
  private Path images;
  private Path npy;
  private Path csv;
  private String model;

  @BeforeEach
  void prepare() throws IOException {
    cli = new Cli(folder.resolve("home")).on(backend);
    images = TestImages.numbered(folder.resolve("images"), 20);
    npy = folder.resolve("x.npy");
    csv = folder.resolve("x.csv");
    model = ToyModel.unread(folder.resolve("model"), "red", "green", "blue").toString();
  }

  private Result features(Path out, String... more) {
    return cli.run(List.of("features", "-m", model, images.toString(), "-o", out.toString()), more);
  }

  /** What an image of the red level {@code level} has; see {@link TestImages#numbered}. */
  private static float[] expected(int level) {
    double all = level + 100 + 50 + 3;
    return new float[] {
      (float) ((level + 1) / all), (float) (101 / all), (float) (51 / all),
    };
  }

  private static float[] floats(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    bytes.position(10 + bytes.getShort(8));
    float[] values = new float[bytes.remaining() / 4];
    bytes.slice().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer().get(values);
    return values;
  }

  private static String header(Path file) throws IOException {
    return new String(Files.readAllBytes(file), 10, 100, StandardCharsets.ISO_8859_1);
  }

  @Test
  void rowsAreInWalkOrder() throws IOException {
    Result result = features(npy);
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals("", result.out());
    assertTrue(header(npy).contains("'shape': (20, 3)"), header(npy));
    float[] values = floats(npy);
    List<String> paths = Files.readAllLines(folder.resolve("x.paths.csv"));
    assertEquals("path,status,error,row", paths.get(0));
    for (int i = 0; i < 20; i++) {
      assertEquals(images.resolve("%03d.png".formatted(i)) + ",ok,," + i, paths.get(i + 1));
      for (int f = 0; f < 3; f++) {
        assertEquals(expected(i)[f], values[3 * i + f], 1e-6);
      }
    }
    assertEquals(List.of("home", "images", "model", "x.npy", "x.paths.csv"), Folders.names(folder));
  }

  @Test
  void aSecondRunComputesNothing() throws IOException {
    assertEquals(ExitCode.OK, features(npy).exitCode());
    byte[] first = Files.readAllBytes(npy);
    int batches = backend.batches().size();
    assertEquals(20, batches, "one image each");
    Result again = features(npy, "--overwrite", "-b", "3");
    assertEquals(ExitCode.OK, again.exitCode(), again.err());
    assertTrue(again.err().contains("20 images, 20 of them known before, 0 failed"), again.err());
    assertEquals(batches, backend.batches().size());
    assertArrayEquals(first, Files.readAllBytes(npy));
    assertEquals(0, backend.open());
  }

  @Test
  void onlyNewContentIsComputed() throws IOException {
    assertEquals(ExitCode.OK, features(npy).exitCode());
    Files.move(images.resolve("003.png"), images.resolve("zzz.png"));
    TestImages.plain(images.resolve("004.png"), 9, 7, java.awt.Color.RED);
    Result again = features(npy, "--overwrite");
    assertTrue(again.err().contains("20 images, 19 of them known before"), again.err());
    assertEquals(21, backend.batches().size());
    assertEquals(256 / 258f, floats(npy)[3 * 3], 1e-6, "004.png comes fourth");
  }

  @Test
  void otherPreprocessingIsOtherFeatures() throws IOException {
    assertEquals(ExitCode.OK, features(npy).exitCode());
    Files.writeString(
        Path.of(model, "serving.properties"), "width=8\nheight=8\nresize=true\ntoTensor=true\n");
    assertEquals(ExitCode.OK, features(npy, "--overwrite").exitCode());
    assertEquals(40, backend.batches().size());
  }

  @Test
  void failuresAreRecordsAnd3() throws IOException {
    TestImages.breakIt(images, 0);
    TestImages.breakIt(images, 7);
    Result result = features(npy);
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(header(npy).contains("'shape': (18, 3)"), header(npy));
    List<String> paths = Files.readAllLines(folder.resolve("x.paths.csv"));
    assertEquals(21, paths.size());
    assertTrue(paths.get(1).startsWith(images.resolve("000.png") + ",failed,"), paths.get(1));
    assertTrue(paths.get(1).contains("Unsupported: "), paths.get(1));
    assertTrue(paths.get(1).endsWith(","), paths.get(1));
    assertTrue(paths.get(2).endsWith(",0"), paths.get(2));
    assertTrue(paths.get(9).endsWith(",6"), paths.get(9));
    assertEquals(ExitCode.SOME_FAILED, features(csv).exitCode());
    List<String> table = Files.readAllLines(csv);
    assertEquals("path,status,error,f0,f1,f2", table.get(0));
    assertTrue(table.get(1).endsWith(",,,"), table.get(1));
    assertTrue(table.get(2).startsWith(images.resolve("001.png") + ",ok,,0."), table.get(2));
    assertEquals(21, table.size());
  }

  @Test
  void whereAllFailThereIsATableToo() throws IOException {
    Path broken = Files.createDirectory(folder.resolve("broken"));
    Files.writeString(broken.resolve("a.jpg"), "no image");
    Result result = cli.run("features", "-m", model, broken.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertEquals("path,status,error", result.outLines().get(0));
    assertEquals(2, result.outLines().size());
    result = cli.run("features", "-m", model, broken.toString(), "-o", npy.toString());
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(header(npy).contains("'shape': (0, 0)"), header(npy));
  }

  @Test
  void anImageOnWhichTheEngineFailsIsARecord() throws IOException {
    cli.on(
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            if (batch.contains(5)) {
              throw new InferenceException("not this one", null);
            }
          }
        });
    Result result = features(csv);
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
    assertTrue(Files.readAllLines(csv).get(6).contains("Inference: not this one"));
  }

  @Test
  void aBrokenEngineIsTheRunsFailure() {
    cli.on(
        new FakeEngine() {
          @Override
          protected void beforeBatch(List<Integer> batch) throws InferenceException {
            throw new InferenceException("no memory", null);
          }
        });
    Result result = features(csv);
    assertEquals(ExitCode.INTERNAL_ERROR, result.exitCode(), result.err());
    assertTrue(result.err().contains("no memory"), result.err());
    assertFalse(Files.exists(csv));
  }

  @Test
  void variantsAreSeededAndRowsOfTheirOwn() throws IOException {
    Result result = features(csv, "--augment", "2", "--seed", "5");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    List<String> table = Files.readAllLines(csv);
    assertEquals("path,status,error,variant,f0,f1,f2", table.get(0));
    assertEquals(61, table.size());
    String base = images.resolve("000.png") + ",ok,,";
    for (int variant = 0; variant < 3; variant++) {
      assertTrue(table.get(1 + variant).startsWith(base + variant + ","), table.get(1 + variant));
    }
    assertNotEquals(
        table.get(2).substring(base.length() + 2), table.get(3).substring(base.length() + 2));
    byte[] first = Files.readAllBytes(csv);
    int batches = backend.batches().size();
    features(csv, "--augment", "2", "--seed", "5", "--overwrite");
    assertEquals(batches, backend.batches().size());
    assertArrayEquals(first, Files.readAllBytes(csv));
    features(csv, "--augment", "3", "--seed", "5", "--overwrite");
    assertEquals(batches + 20, backend.batches().size(), "one more variant each");
    features(csv, "--augment", "2", "--seed", "6", "--overwrite");
    assertFalse(java.util.Arrays.equals(first, Files.readAllBytes(csv)));
    assertEquals(batches + 60, backend.batches().size(), "images as they are have no seed");
  }

  @Test
  void threadsAndWindowsChangeNothing() throws IOException {
    features(csv, "--augment", "2", "--threads", "3", "-b", "4");
    byte[] many = Files.readAllBytes(csv);
    cli.with("RESNET50_HOME", folder.resolve("other").toString());
    features(csv, "--augment", "2", "--threads", "1", "-b", "1", "--overwrite");
    assertArrayEquals(many, Files.readAllBytes(csv));
  }

  @Test
  void noImageIs4() throws IOException {
    Path empty = Files.createDirectory(folder.resolve("empty"));
    Result result = cli.run("features", "-m", model, empty.toString(), "-o", npy.toString());
    assertEquals(ExitCode.NO_IMAGE, result.exitCode(), result.err());
    assertFalse(Files.exists(npy));
    assertFalse(Files.exists(folder.resolve("x.paths.csv")));
  }

  @ParameterizedTest
  @CsvSource({"--augment,-1", "--augment,1001", "-o,x.txt", "-o,x.json", "--seed,x"})
  void wrongUsageIs2(String option, String value) {
    Result result = cli.run("features", "-m", model, images.toString(), option, value);
    assertEquals(ExitCode.USAGE, result.exitCode(), result.err());
    assertTrue(result.err().contains(value), result.err());
  }

  @Test
  void existingOutputsAreReplacedOnlyWhereThatIsAllowed() throws IOException {
    Files.writeString(folder.resolve("x.paths.csv"), "mine");
    Result result = features(npy);
    assertEquals(ExitCode.USAGE, result.exitCode());
    assertTrue(result.err().contains("x.paths.csv"), result.err());
    assertEquals("mine", Files.readString(folder.resolve("x.paths.csv")));
    assertEquals(ExitCode.OK, features(npy, "--overwrite").exitCode());
    assertEquals(ExitCode.USAGE, features(npy).exitCode());
  }
}
