package io.github.resnet50.model.zoo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.zoo.ZooFetcher.FetchListener;
import io.github.resnet50.model.zoo.ZooLink.Timeouts;
import io.github.resnet50.model.zoo.ZooSource.Fetched;
import io.github.resnet50.testing.Folders;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ZooFetcherTest {
  @TempDir Path folder;

  private FakeZoo zoo;
  private Path target;
  private final List<Long> progress = new ArrayList<>();
  private long total;

  @BeforeEach
  void makeZoo() throws IOException {
    zoo = new FakeZoo(folder.resolve("zoo"));
    target = folder.resolve("models").resolve("resnet50");
  }

  private ZooSource fetch(ZooLocation location) throws ModelException {
    return fetch(location, "resnet50");
  }

  private ZooSource fetch(ZooLocation location, String name) throws ModelException {
    FetchListener listener =
        (done, all) -> {
          progress.add(done);
          total = all;
        };
    return new ZooFetcher(FakeZoo.places(location), Timeouts.DEFAULT, folder.resolve("djl"))
        .fetch(name, target, listener);
  }

  private List<String> models() throws IOException {
    return Folders.names(target.getParent());
  }

  @Test
  void bringsACompleteModelOverHttp() throws Exception {
    try (ZooServer server = new ZooServer(zoo.root())) {
      ZooSource source = fetch(server.location());

      ModelSpec spec = new ModelDirectory(target).read("resnet50");
      assertEquals(2, spec.labels().size());
      assertEquals("graph", Files.readString(target.resolve("saved_model.pb")));
      assertEquals(300_000, Files.size(target.resolve("variables/variables.data-00000-of-00001")));
      assertEquals(
          """
          height=224
          normalize=103.939,116.779,123.68,1,1,1
          resize=true
          toTensor=false
          width=224
          """,
          Files.readString(target.resolve("serving.properties")));
      assertEquals("ai.djl.tensorflow:resnet:0.0.1", source.coordinates());
      assertEquals("resnet50", source.artifact());
      assertEquals(
          Map.of("flavor", "v1", "layers", "50", "dataset", "imagenet"), source.properties());
      assertEquals(server.location().uri().toString(), source.repository());
      Fetched archive =
          Fetched.of(server.location().uri() + FakeZoo.ARCHIVE, zoo.file(FakeZoo.ARCHIVE));
      assertTrue(source.files().contains(archive), source.files().toString());
      assertEquals(source, ZooSource.read(target).orElseThrow());
    }
  }

  @Test
  void leavesNothingButTheModelAndAnEmptyLock() throws Exception {
    fetch(zoo.location());
    assertEquals(List.of(".resnet50.lock", "resnet50"), models());
    assertEquals(0, Files.size(target.resolveSibling(".resnet50.lock")));
    assertFalse(Files.exists(folder.resolve("djl")));
  }

  @Test
  void readsAFolderToo() throws Exception {
    ZooSource source = fetch(zoo.location());
    assertTrue(source.repository().startsWith("file:"));
    assertEquals(2, source.files().size());
    assertEquals(2, new ModelDirectory(target).read("resnet50").labels().size());
  }

  @Test
  void countsBytesUpToTheTotal() throws Exception {
    fetch(zoo.location());
    long size = Files.size(zoo.file(FakeZoo.ARCHIVE)) + Files.size(zoo.file(FakeZoo.SYNSET));
    assertEquals(size, total);
    assertEquals(0, progress.get(0));
    assertEquals(size, progress.get(progress.size() - 1));
    assertEquals(progress.stream().sorted().toList(), progress);
  }

  @Test
  void takesTheModelOutOfAFolderInTheArchive() throws Exception {
    Map<String, byte[]> flat = Map.copyOf(zoo.entries());
    zoo.entries().clear();
    flat.forEach((name, content) -> zoo.entries().put("resnet50v1/" + name, content));
    zoo.publish();
    fetch(zoo.location());
    assertEquals(2, new ModelDirectory(target).read("resnet50").labels().size());
    assertTrue(Files.exists(target.resolve("variables/variables.index")));
  }

  @Test
  void whatTheArchiveSaysCountsWhereTheZooIsSilent() throws Exception {
    zoo.entries()
        .put("serving.properties", "width=1\napplySoftmax=true\n".getBytes(StandardCharsets.UTF_8));
    zoo.publish();
    fetch(zoo.location());
    ModelSpec spec = new ModelDirectory(target).read("resnet50");
    assertTrue(spec.applySoftmax());
    assertEquals(224, spec.preprocessing().width());
  }

  @Test
  void asksNobodyOnceTheModelIsThere() throws Exception {
    ZooSource first;
    ZooLocation gone;
    try (ZooServer server = new ZooServer(zoo.root())) {
      gone = server.location();
      first = fetch(gone);
    }
    assertEquals(first, fetch(gone));
  }

  @Test
  void takesWhatDjlHasInItsCache() throws Exception {
    Path cached = folder.resolve("djl").resolve(FakeZoo.RESNET);
    Path unpacked = Files.createDirectories(cached.resolve("0.0.1/resnet50"));
    Files.copy(zoo.file(FakeZoo.METADATA), cached.resolve("metadata.json"));
    Files.copy(zoo.file(FakeZoo.SYNSET), unpacked.resolve("synset.txt"));
    Files.writeString(unpacked.resolve("saved_model.pb"), "graph");
    Files.writeString(unpacked.resolve("serving.properties"), "applySoftmax=true\n");

    ZooSource source = fetch(new ZooLocation(folder.resolve("nowhere").toUri()));

    assertTrue(source.repository().endsWith("/djl/"), source.repository());
    assertEquals("", source.files().get(0).sha256());
    assertTrue(new ModelDirectory(target).read("resnet50").applySoftmax());
    assertEquals("applySoftmax=true\n", Files.readString(unpacked.resolve("serving.properties")));
  }

  private void refuses(String reason) throws IOException {
    Fetched archive = Fetched.of("", zoo.file(FakeZoo.ARCHIVE));
    zoo.metadata(archive.sha1(), "{}");
    ModelException e = assertThrows(ModelException.class, () -> fetch(zoo.location()));
    assertTrue(e.getMessage().contains("resnet50v1.zip: it is refused"), e.getMessage());
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertFalse(Files.exists(target));
    assertTrue(
        Folders.names(target.resolveSibling(".resnet50.fetch")).stream()
            .allMatch(name -> name.endsWith(Downloads.SUFFIX)),
        "the synset");
  }

  @Test
  void refusesAnArchiveThatIsABomb() throws Exception {
    zoo.entries().put("variables/zeros", new byte[70 << 20]);
    zoo.entries().remove("variables/variables.data-00000-of-00001");
    zoo.publish();
    refuses("times the archive's size");
  }

  @Test
  void refusesAnArchiveWithALink() throws Exception {
    try (ZipArchiveOutputStream zip = new ZipArchiveOutputStream(zoo.file(FakeZoo.ARCHIVE))) {
      ZipArchiveEntry link = new ZipArchiveEntry("saved_model.pb");
      link.setUnixMode(0120777);
      zip.putArchiveEntry(link);
      zip.write("/etc/passwd".getBytes(StandardCharsets.UTF_8));
      zip.closeArchiveEntry();
    }
    refuses("its entry 'saved_model.pb' is a link");
  }

  @Test
  void otherModelsOfALaterZooGoByTheirLayers() throws Exception {
    zoo.replaceInMetadata("\"layers\": \"50\"", "\"layers\": \"101\"");
    zoo.replaceInMetadata("\"name\": \"resnet50\"", "\"name\": \"resnet101\"");
    assertEquals("resnet101", fetch(zoo.location(), "resnet101").artifact());
  }

  @Test
  void saysWhatTheZooHasInstead() {
    ModelException e = assertThrows(ModelException.class, () -> fetch(zoo.location(), "resnet152"));
    assertTrue(
        e.getMessage().contains("the zoo has no resnet152; of resnet it has: resnet50"),
        e.getMessage());
  }

  @Test
  void aNameOfNoZooIsAnErrorThatNamesTheModels() {
    ModelException e = assertThrows(ModelException.class, () -> fetch(zoo.location(), "vgg16"));
    assertTrue(e.getMessage().contains("resnet50 models fetch --list"), e.getMessage());
    assertFalse(ZooFetcher.isZooName("vgg16"));
    assertFalse(ZooFetcher.isZooName("random"));
    assertTrue(
        ZooList.builtIn().models().stream().map(ZooModel::name).allMatch(ZooFetcher::isZooName));
  }
}
