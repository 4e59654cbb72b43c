package io.github.resnet50.model.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeout;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.zoo.ZooLink.Timeouts;
import io.github.resnet50.model.zoo.ZooSource.Fetched;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every failure leaves no model, and a message of one line that names the ways out. */
class ZooFailuresTest {
  private static final Timeouts SHORT =
      new Timeouts(Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(5));

  @TempDir Path folder;

  private FakeZoo zoo;
  private ZooServer server;
  private Path target;

  @BeforeEach
  void makeZoo() throws IOException {
    zoo = new FakeZoo(folder.resolve("zoo"));
    server = new ZooServer(zoo.root());
    target = folder.resolve("models").resolve("resnet50");
  }

  @AfterEach
  void stop() {
    server.close();
    List.of("ai.djl.offline", "http.proxyHost", "http.proxyPort").forEach(System::clearProperty);
  }

  private ZooSource fetch(ZooLocation location, Timeouts timeouts) throws ModelException {
    return new ZooFetcher(FakeZoo.places(location), timeouts, folder.resolve("djl"))
        .fetch("resnet50", target, (done, total) -> {});
  }

  private ZooSource fetch() throws ModelException {
    return fetch(server.location(), Timeouts.DEFAULT);
  }

  private String failure(ZooLocation location, Timeouts timeouts) {
    ModelException e =
        assertTimeout(
            Duration.ofSeconds(15),
            () -> assertThrows(ModelException.class, () -> fetch(location, timeouts)));
    assertFalse(Files.exists(target));
    assertFalse(Files.exists(folder.resolve("escaped")));
    assertEquals(1, e.getMessage().lines().count());
    for (String way : List.of("models import", "--model DIR", "--model random", "RESNET50_ZOO")) {
      assertTrue(e.getMessage().contains(way), e.getMessage());
    }
    return e.getMessage();
  }

  private String failure() {
    return failure(server.location(), Timeouts.DEFAULT);
  }

  private static void assertContains(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  /** The transfer that the next attempt goes on from; none where there is nothing to keep. */
  private List<Path> kept() throws IOException {
    Path work = target.resolveSibling(".resnet50.fetch");
    if (!Files.exists(work)) {
      return List.of();
    }
    return Folders.entries(work);
  }

  private Path keptArchive() throws IOException {
    String sha1 = Fetched.of("", zoo.file(FakeZoo.ARCHIVE)).sha1();
    return target.resolveSibling(".resnet50.fetch").resolve(sha1 + ".part");
  }

  private long requestsFor(String path) {
    return server.requests().stream().filter(request -> request.contains(path)).count();
  }

  @Test
  void aTransferThatIsCutGoesOnByItself() throws Exception {
    server.cut(FakeZoo.ARCHIVE, 200_000);
    fetch();
    assertTrue(Files.exists(target.resolve("saved_model.pb")));
    assertTrue(
        server.requests().contains("/" + FakeZoo.ARCHIVE + " bytes=200000-"),
        server.requests().toString());
  }

  @Test
  void aTransferThatIsCutForGoodGoesOnInTheNextAttempt() throws Exception {
    server.cut(FakeZoo.ARCHIVE, 50_000);
    assertContains("cut short: 200000 of ", failure());
    assertEquals(200_000, Files.size(keptArchive()));
    server.cut(FakeZoo.ARCHIVE, 0);
    fetch();
    assertTrue(server.requests().contains("/" + FakeZoo.ARCHIVE + " bytes=200000-"));
    assertEquals(List.of(), kept());
  }

  @Test
  void aServerThatKnowsNoRangesStartsAgain() throws Exception {
    server.refuseRanges();
    server.cut(FakeZoo.ARCHIVE, 50_000);
    assertContains("cut short: 50000 of ", failure());
    server.cut(FakeZoo.ARCHIVE, 0);
    fetch();
    assertTrue(Files.exists(target.resolve("saved_model.pb")));
  }

  @Test
  void keptBytesOfAnotherFileAreThrownAway() throws Exception {
    server.cut(FakeZoo.ARCHIVE, 50_000);
    failure();
    Files.write(keptArchive(), new byte[60_000]);
    server.cut(FakeZoo.ARCHIVE, 0);
    fetch();
    assertTrue(Files.exists(target.resolve("saved_model.pb")));
  }

  @Test
  void moreKeptBytesThanThereAreAreThrownAway() throws Exception {
    long size = Files.size(zoo.file(FakeZoo.ARCHIVE));
    zoo.replaceInMetadata("\"size\": " + size, "\"size\": " + (size + 9));
    server.cut(FakeZoo.ARCHIVE, 50_000);
    failure();
    Files.write(keptArchive(), new byte[(int) size + 1]);
    server.cut(FakeZoo.ARCHIVE, 0);
    fetch();
    assertTrue(Files.exists(target.resolve("saved_model.pb")));
  }

  @Test
  void whatAKilledProcessLeftIsNoModel() throws Exception {
    Path work = Files.createDirectories(target.resolveSibling(".resnet50.fetch"));
    Path half =
        Files.createDirectories(work.resolve("repo").resolve(FakeZoo.RESNET + "0.0.1/resnet50"));
    Files.writeString(half.resolve("saved_model.pb"), "half");
    Files.writeString(Files.createDirectory(work.resolve("model")).resolve("saved_model.pb"), "?");
    fetch();
    assertEquals("graph", Files.readString(target.resolve("saved_model.pb")));
    assertEquals(List.of(), kept());
  }

  @Test
  void aWrongChecksumKeepsNothing() throws Exception {
    zoo.metadata("0".repeat(40), "{}");
    assertContains("is damaged or not the file that the zoo means: its SHA-1 is ", failure());
    assertEquals(List.of(), kept().stream().filter(f -> f.toString().contains("000000")).toList());
    assertEquals(1, requestsFor(FakeZoo.ARCHIVE));
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeZoo.METADATA, FakeZoo.ARCHIVE, FakeZoo.SYNSET})
  void aMissingFileIsNamed(String path) throws Exception {
    Files.delete(zoo.file(path));
    assertContains("there is no " + server.location().uri() + path + " (HTTP 404)", failure());
    assertContains(path.substring(path.lastIndexOf('/')), failure(zoo.location(), SHORT));
  }

  @ParameterizedTest
  @ValueSource(strings = {FakeZoo.METADATA, FakeZoo.ARCHIVE})
  void aServerThatHangsIsGivenUp(String path) {
    server.hang(path);
    assertContains("127.0.0.1 does not answer in time", failure(server.location(), SHORT));
  }

  @Test
  void theFirstAnswerIsWaitedForOnlySoLongWhateverTheReason() {
    server.hang(FakeZoo.METADATA);
    Timeouts patient =
        new Timeouts(Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(200));
    assertContains("no answer within 0.2 s", failure(server.location(), patient));
  }

  @Test
  void theDefaultsAddUpToLessThanFifteenSeconds() {
    assertTrue(Timeouts.DEFAULT.metadata().toSeconds() < 15);
    assertTrue(Timeouts.DEFAULT.read().compareTo(Timeouts.DEFAULT.metadata()) < 0);
  }

  @Test
  void aClosedPortIsNamed() {
    server.close();
    assertContains("no connection to 127.0.0.1: Connection refused", failure());
  }

  @Test
  void anUnknownHostIsNamed() {
    IOException e =
        new ZooLink(SHORT)
            .explained(new UnknownHostException("zoo.invalid"), URI.create("http://zoo.invalid/"));
    assertContains("the host zoo.invalid is not known", e.getMessage());
  }

  @Test
  void offlineTouchesNoNetwork() throws Exception {
    System.setProperty("ai.djl.offline", "true");
    assertContains("offline mode is on (DJL_OFFLINE)", failure());
    assertEquals(List.of(), server.requests());
    fetch(zoo.location(), SHORT); // a folder is no network
    assertTrue(Files.exists(target.resolve("saved_model.pb")));
  }

  @Test
  void javasProxyPropertiesWork() throws Exception {
    System.setProperty("http.proxyHost", "127.0.0.1");
    System.setProperty("http.proxyPort", Integer.toString(server.port()));
    // A name that no host can have (RFC 2606): only the proxy can be what answers.
    fetch(new ZooLocation(URI.create("http://zoo.invalid/")), SHORT);
    assertTrue(
        server.requests().contains("http://zoo.invalid/" + FakeZoo.ARCHIVE),
        server.requests().toString());
  }

  @Test
  void aPageThatIsNoMetadataIsSaidToBeThat() throws Exception {
    for (String page : List.of("<html>Please log in</html>", "", "{}", "{\"artifacts\": 3}")) {
      Files.writeString(zoo.file(FakeZoo.METADATA), page);
      assertContains("is no metadata of a zoo", failure());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"../escaped", "variables/../../../../../../escaped", "/tmp/../escaped"})
  void anArchiveThatReachesOutIsRefused(String entry) throws Exception {
    zoo.entries().put(entry, "x".getBytes(StandardCharsets.UTF_8));
    zoo.publish();
    assertContains("cannot unpack ", failure());
    assertEquals(List.of(), kept().stream().filter(f -> Files.isDirectory(f)).toList());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"name\": \"resnet50\"', '\"name\": \"../../escaped\"'",
    "'\"name\": \"\"', '\"name\": \"../../escaped\"'",
    "'\"version\": \"0.0.1\"', '\"version\": \"..\"'",
    "'\"sha1Hash\": \"', '\"sha1\": \"'",
  })
  void metadataThatReachesOutIsRefused(String from, String to) throws Exception {
    zoo.replaceInMetadata(from, to);
    assertContains("is no metadata of a zoo", failure());
    assertEquals(1, server.requests().size());
  }

  @Test
  void onlyFilesOfTheWebOrAFolderAreFetched() throws Exception {
    zoo.replaceInMetadata("0.0.1/resnet50v1.zip", "ftp://127.0.0.1/resnet50v1.zip");
    assertContains("is no place to fetch from", failure());
  }

  @Test
  void aServerOfTheZooCannotNameFilesOfThisMachine() throws Exception {
    zoo.replaceInMetadata("0.0.1/resnet50v1.zip", zoo.file(FakeZoo.ARCHIVE).toUri().toString());
    assertContains("is no place to fetch from", failure());
  }

  @Test
  void anArchiveWithoutAModelIsRefused() throws Exception {
    zoo.entries().remove("saved_model.pb");
    zoo.publish();
    assertContains("holds no saved_model.pb", failure());
    assertEquals(List.of(), kept());
  }

  @Test
  void aFolderThatIsNoModelIsNotTouched() throws Exception {
    Files.createDirectories(target);
    ModelException e = assertThrows(ModelException.class, this::fetch);
    assertContains("exists and is no model", e.getMessage());
    assertTrue(Files.exists(target));
  }

  @Test
  void aServerThatSpeaksNoHttpIsGivenUp() throws Exception {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Thread talker = new Thread(() -> babble(socket));
      talker.setDaemon(true);
      talker.start();
      failure(
          new ZooLocation(URI.create("http://127.0.0.1:" + socket.getLocalPort() + "/")), SHORT);
    }
  }

  private static void babble(ServerSocket socket) {
    try {
      while (true) {
        try (OutputStream out = socket.accept().getOutputStream()) {
          out.write("220 welcome\r\n".getBytes(StandardCharsets.UTF_8));
        }
      }
    } catch (IOException e) {
      // The test is over.
    }
  }
}
