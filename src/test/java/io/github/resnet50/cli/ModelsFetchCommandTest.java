package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.TestImages;
import io.github.resnet50.model.intake.SmallModel;
import io.github.resnet50.model.zoo.FakeZoo;
import java.awt.Color;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code models fetch} and first use where nothing comes of it: no engine is needed for that. */
@Timeout(60)
class ModelsFetchCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final List<String> WAYS_OUT =
      List.of("models import", "--model DIR", "--model random", "RESNET50_ZOO");

  @TempDir Path scratch;

  private Cli cli() {
    return new Cli(scratch);
  }

  private String image() throws Exception {
    return TestImages.plain(scratch.resolve("a.png"), 9, 5, Color.RED).toString();
  }

  private static Result failsInTime(Cli cli, String... args) {
    Instant start = Instant.now();
    Result result = cli.run(args);
    Duration took = Duration.between(start, Instant.now());
    assertTrue(took.compareTo(PATIENCE) < 0, took::toString);
    assertEquals(ExitCode.MODEL, result.exitCode(), result.err());
    assertEquals("", result.out());
    WAYS_OUT.forEach(way -> assertTrue(result.err().contains(way), result.err()));
    return result;
  }

  @Test
  void aZooThatRefusesConnections() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    Cli cli = cli().with("RESNET50_ZOO", "http://127.0.0.1:" + port + "/");
    failsInTime(cli, "models", "fetch");
    failsInTime(cli, "classify", image());
  }

  @Test
  void aZooThatDoesNotAnswer() throws Exception {
    try (ServerSocket silent = new ServerSocket(0, 9, InetAddress.getLoopbackAddress())) {
      Cli cli = cli().with("RESNET50_ZOO", "http://127.0.0.1:" + silent.getLocalPort() + "/");
      failsInTime(cli, "classify", image());
    }
  }

  @Test
  void offlineModeAsksNobody() throws Exception {
    System.setProperty("ai.djl.offline", "true"); // what DJL_OFFLINE sets, in effect
    try {
      Cli cli = cli().with("RESNET50_ZOO", "http://127.0.0.1:1/");
      Result result = failsInTime(cli, "classify", image());
      assertTrue(result.err().contains("offline mode is on (DJL_OFFLINE)"), result.err());
      failsInTime(cli, "models", "fetch");
    } finally {
      System.clearProperty("ai.djl.offline");
    }
  }

  @Test
  void aZooThatIsAnEmptyFolder() throws Exception {
    Files.createDirectories(scratch.resolve("zoo"));
    failsInTime(cli(), "models", "fetch", "resnet50");
    failsInTime(cli(), "classify", image());
  }

  @Test
  void aNameOfNoZoo() {
    Result result = cli().run("models", "fetch", "../vgg16");
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertTrue(result.err().contains("is no model of the zoo"), result.err());
    assertFalse(Files.exists(scratch.resolve("store")));
  }

  /** What could not be imported is asked for again, and not taken for good because it is there. */
  @Test
  void whatIsRefusedDoesNotStay() throws Exception {
    FakeZoo zoo = new FakeZoo(scratch.resolve("zoo"));
    Path reading =
        SmallModel.of(224, 224)
            .classes(2, "Softmax")
            .readingFile(Path.of("/etc/hosts"))
            .write(scratch.resolve("reading"));
    zoo.entries().clear();
    zoo.entries().put("saved_model.pb", Files.readAllBytes(reading.resolve("saved_model.pb")));
    zoo.publish();
    for (int attempt = 0; attempt < 2; attempt++) {
      Result result = cli().run("models", "fetch");
      assertEquals(ExitCode.MODEL, result.exitCode());
      assertTrue(result.err().contains("operation ReadFile"), result.err());
      assertFalse(Files.exists(scratch.resolve("store/zoo/resnet50")));
    }
    assertEquals("", cli().run("models", "list").out());
  }

  @Test
  void theListNeedsNoNetwork() {
    Cli offline = cli().with("RESNET50_ZOO", "http://127.0.0.1:1/");
    Result result = offline.run("models", "fetch", "--list");
    assertEquals(ExitCode.OK, result.exitCode(), result.err());
    assertEquals("", result.err());
    assertTrue(result.out().startsWith("NAME "), result.out());
    List<String> tv2 =
        result.outLines().stream().filter(l -> l.startsWith("resnet50.tv2")).toList();
    assertEquals(
        "resnet50.tv2_in1k 80.9 % at 224 - 25.6 M 102 MB bsd-3-clause torchvision V2 SHA-256 as"
            + " announced no",
        tv2.get(0).replaceAll(" +", " "));
    Result some = offline.run("models", "fetch", "--list", "--json", "resnet50.a1");
    JsonArray array = JsonParser.parseString(some.out()).getAsJsonArray();
    assertEquals(1, array.size());
    JsonObject a1 = array.get(0).getAsJsonObject();
    assertEquals(80.38, a1.get("top1").getAsDouble());
    assertEquals(288, a1.get("larger_top1_input").getAsInt());
    assertEquals(64, a1.get("sha256").getAsString().length());
    assertFalse(a1.get("stored").getAsBoolean());
    assertEquals(ExitCode.MODEL, offline.run("models", "fetch", "--list", "vgg").exitCode());
    assertFalse(Files.exists(scratch.resolve("store/models/resnet50")));
  }

  @Test
  void weightsThatCannotBeReached() throws Exception {
    Result result =
        cli()
            .with("RESNET50_ZOO", "http://127.0.0.1:1/")
            .run("models", "fetch", "resnet50.a1_in1k");
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertEquals(1, result.errLines().size(), result.err());
    for (String way : List.of("models import DIR --name resnet50.a1_in1k", "RESNET50_ZOO")) {
      assertTrue(result.err().contains(way), result.err());
    }
    Result classify = cli().run("classify", "-m", "resnet50.a1_in1k", "-q", image());
    assertEquals(ExitCode.MODEL, classify.exitCode(), classify.err());
  }

  @Test
  void aNetworkThatOthersHave() throws Exception {
    new FakeZoo(scratch.resolve("zoo"));
    Result result = cli().run("models", "fetch", "resnet152");
    assertEquals(ExitCode.MODEL, result.exitCode());
    assertTrue(
        result.err().contains("there are also resnet152.tv_in1k, resnet152.tv2_in1k"),
        result.err());
  }
}
