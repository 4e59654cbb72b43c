package io.github.resnet50.model.zoo;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.zoo.ZooFetcher.FetchListener;
import io.github.resnet50.model.zoo.ZooFetcher.Places;
import io.github.resnet50.model.zoo.ZooLink.Timeouts;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Weights come whole and right, or not at all. */
@Timeout(60)
class WeightsRepositoryTest {
  private static final int BYTES = 300_000;
  private static final String CONFIG = "{\"architecture\": \"resnet12\"}";

  @TempDir Path folder;

  private final byte[] weights = new byte[BYTES];
  private final List<Long> totals = new ArrayList<>();
  private FakeWeights fake;
  private ZooServer server;
  private Path target;

  @BeforeEach
  void publish() throws IOException {
    new Random(1).nextBytes(weights);
    fake = new FakeWeights(folder.resolve("zoo")).publish(weights, CONFIG);
    server = new ZooServer(fake.root());
    target = folder.resolve("models").resolve(FakeWeights.NAME);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private ZooSource fetch(ZooLocation location, String sha256) throws Exception {
    return fetch(location, fake.list(sha256), (done, total) -> totals.add(total));
  }

  private ZooSource fetch(ZooLocation location, ZooList list, FetchListener listener)
      throws ModelException {
    return new ZooFetcher(
            new Places(location, location, list), Timeouts.DEFAULT, folder.resolve("djl"))
        .fetch(FakeWeights.NAME, target, listener);
  }

  private ZooSource fetch(String sha256) throws Exception {
    return fetch(server.location(), sha256);
  }

  private String failure(String sha256) {
    ModelException e = assertThrows(ModelException.class, () -> fetch(sha256));
    assertFalse(Files.exists(target));
    assertEquals(1, e.getMessage().lines().count());
    assertTrue(
        e.getMessage()
            .startsWith(
                "cannot fetch resnet12.a1_in1k from %s%s: "
                    .formatted(server.location().uri(), FakeWeights.FOLDER)),
        e.getMessage());
    for (String way : List.of("models import DIR --name resnet12.a1_in1k", "RESNET50_ZOO")) {
      assertTrue(e.getMessage().contains(way), e.getMessage());
    }
    return e.getMessage();
  }

  private static void assertContains(String part, String message) {
    assertTrue(message.contains(part), message);
  }

  private void assertFetched() throws IOException {
    assertArrayEquals(weights, Files.readAllBytes(target.resolve("model.safetensors")));
    assertEquals(CONFIG, Files.readString(target.resolve("config.json")));
    assertEquals(List.of("config.json", "model.safetensors", "zoo.json"), Folders.names(target));
    assertFalse(Files.exists(folder.resolve("models/.resnet12.a1_in1k.fetch")));
  }

  /** What the next attempt goes on from. */
  private List<String> kept() throws IOException {
    Path work = folder.resolve("models/.resnet12.a1_in1k.fetch");
    return Files.exists(work) ? Folders.names(work) : List.of();
  }

  @Test
  void checksWhatItKnows() throws Exception {
    ZooSource source = fetch(fake.sha256());
    assertFetched();
    assertEquals(fake.sha256(), source.files().get(1).sha256());
    assertEquals(server.location().uri() + FakeWeights.FOLDER, source.address());
    assertEquals("its publishers say", source.properties().get("checksum"));
    assertEquals(source, ZooSource.read(target).orElseThrow());
    assertEquals(BYTES, totals.get(totals.size() - 1));
    assertFalse(server.requests().contains("/" + FakeWeights.POINTER));
  }

  @Test
  void checksWhatTheRepositoryAnnounces() throws Exception {
    ZooSource source = fetch((String) null);
    assertFetched();
    assertEquals(fake.sha256(), source.files().get(1).sha256());
    assertEquals("the repository announces", source.properties().get("checksum"));
    assertTrue(server.requests().contains("/" + FakeWeights.POINTER));
  }

  @Test
  void aFolderIsAMirrorToo() throws Exception {
    fetch(fake.location(), null);
    assertFetched();
  }

  @Test
  void aMirrorsAddressMayHoldAnyWord() throws Exception {
    fake = new FakeWeights(folder.resolve("a/resolve/zoo")).publish(weights, CONFIG);
    fetch(fake.location(), null);
    assertFetched();
  }

  @Test
  void aRangeThatCannotBeIsFetchedFromItsBeginning() throws Exception {
    String sha256 = fake.sha256();
    server.cut(FakeWeights.WEIGHTS, 50_000);
    failure(sha256);
    server.cut(FakeWeights.WEIGHTS, 0);
    server.exaggerateRanges();
    fetch(sha256);
    assertFetched();
  }

  @Test
  void whatAnotherProcessHasFetchedIsCheckedAgain() throws Exception {
    ZooSource source = fetch(fake.sha256());
    int requests = server.requests().size();
    assertEquals(source, fetch(fake.sha256()));
    assertEquals(source, fetch((String) null));
    ModelException e = assertThrows(ModelException.class, () -> fetch("0".repeat(64)));
    assertContains("model.safetensors is damaged, or not what was fetched", e.getMessage());
    weights[BYTES / 2]++;
    Files.write(target.resolve("model.safetensors"), weights);
    e = assertThrows(ModelException.class, () -> fetch((String) null));
    assertContains("model.safetensors is damaged, or not what was fetched", e.getMessage());
    assertEquals(1, e.getMessage().lines().count());
    assertEquals(requests, server.requests().size());
  }

  @Test
  void weightsMayBeElsewhereAndInTwoParts() throws Exception {
    server.redirect(FakeWeights.WEIGHTS, "cdn/weights?signed=1");
    Files.createDirectories(fake.file("cdn"));
    Files.move(fake.file(FakeWeights.WEIGHTS), fake.file("cdn/weights"));
    server.cut("cdn/weights", 200_000);
    fake.announce(sha256Of("cdn/weights"), BYTES);
    fetch(server.location(), listOf(sha256Of("cdn/weights")), (done, total) -> {});
    assertFetched();
    assertTrue(
        server.requests().contains("/cdn/weights?signed=1 bytes=200000-"),
        server.requests().toString());
  }

  private String sha256Of(String path) throws IOException {
    return ZooSource.Fetched.of("", fake.file(path)).sha256();
  }

  private ZooList listOf(String sha256) throws IOException {
    Files.copy(fake.file("cdn/weights"), fake.file(FakeWeights.WEIGHTS));
    return fake.list(sha256);
  }

  @Test
  void aRedirectionWithoutEndIsOneLine() throws Exception {
    server.redirect(FakeWeights.WEIGHTS, FakeWeights.WEIGHTS);
    assertContains("redirected too many", failure(fake.sha256()));
  }

  @Test
  void anInterruptedTransferIsKeptForTheNextAttempt() throws Exception {
    String sha256 = fake.sha256();
    server.cut(FakeWeights.WEIGHTS, 50_000);
    assertContains("cut short: 200000 of 300000 bytes came; try again to go on", failure(sha256));
    assertEquals(List.of(sha256 + ".part"), kept());
    server.cut(FakeWeights.WEIGHTS, 0);
    fetch(sha256);
    assertFetched();
    assertTrue(server.requests().contains("/" + FakeWeights.WEIGHTS + " bytes=200000-"));
  }

  @Test
  void otherBytesOfTheSameSizeAreRefused() throws Exception {
    String sha256 = fake.sha256();
    weights[BYTES - 1]++;
    Files.write(fake.file(FakeWeights.WEIGHTS), weights);
    String failure = failure(sha256);
    assertContains("is damaged or not the file that the zoo means: its SHA-256 is", failure);
    assertContains("its publishers say " + sha256, failure);
    assertEquals(List.of(), kept());
    fake.announce(sha256, BYTES);
    assertContains("the repository announces " + sha256, failure(null));
    assertEquals(List.of(), kept());
  }

  @Test
  void aFileOfAnotherSizeIsRefusedBeforeItIsReceived() throws Exception {
    ZooList list = fake.list(fake.sha256());
    Files.write(fake.file(FakeWeights.WEIGHTS), new byte[2 * BYTES]);
    ModelException e =
        assertThrows(
            ModelException.class,
            () -> fetch(server.location(), list, (done, total) -> assertEquals(0, done)));
    assertContains("it has 600000 bytes, and 0.3 MB are published", e.getMessage());
    assertEquals(List.of(), kept());
  }

  @Test
  void aFileWithoutEndIsGivenUp() throws Exception {
    server.hideLengths();
    String sha256 = fake.sha256();
    ZooList list = fake.list(sha256);
    Files.write(fake.file(FakeWeights.WEIGHTS), new byte[20 * BYTES]);
    ModelException e =
        assertThrows(
            ModelException.class,
            () ->
                fetch(
                    server.location(),
                    list,
                    (done, total) -> assertTrue(done < 2 * BYTES, "" + done)));
    assertContains("does not end where the file that is meant ends", e.getMessage());
    assertEquals(List.of(), kept());
  }

  @Test
  void anAnnouncementThatCannotBeIsRefused() throws Exception {
    fake.announce(fake.sha256(), 4_000_000_000L);
    assertContains("it has 4000000000 bytes, and 0.3 MB are published", failure(null));
    fake.announce("0", BYTES);
    assertContains("is no pointer of Git LFS", failure(null));
    Files.write(fake.file(FakeWeights.POINTER), weights);
    assertContains("is too large for what it should be", failure(null));
    Files.delete(fake.file(FakeWeights.POINTER));
    assertContains("raw/main/model.safetensors (HTTP 404)", failure(null));
    assertEquals(List.of(), kept());
  }

  @Test
  void whatIsMissingIsNamed() throws Exception {
    String sha256 = fake.sha256();
    Path config = Files.move(fake.file(FakeWeights.CONFIG), folder.resolve("config"));
    assertContains("resolve/main/config.json (HTTP 404)", failure(sha256));
    Files.move(config, fake.file(FakeWeights.CONFIG));
    ZooList list = fake.list(sha256);
    Files.delete(fake.file(FakeWeights.WEIGHTS));
    ModelException e =
        assertThrows(ModelException.class, () -> fetch(fake.location(), list, (done, total) -> {}));
    assertContains("there is no file:", e.getMessage());
    assertEquals(List.of(), kept());
  }
}
