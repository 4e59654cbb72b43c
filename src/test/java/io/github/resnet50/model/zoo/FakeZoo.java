package io.github.resnet50.model.zoo;

import io.github.resnet50.model.zoo.ZooSource.Fetched;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** A folder in the shape of DJL's zoo, with models of a few hundred kilobytes that nobody runs. */
public final class FakeZoo {
  static final String RESNET = "model/cv/image_classification/ai/djl/tensorflow/resnet/";
  static final String METADATA = RESNET + "metadata.json";
  static final String ARCHIVE = RESNET + "0.0.1/resnet50v1.zip";
  static final String SYNSET = "model/cv/image_classification/ai/djl/tensorflow/synset.txt";

  private static final String ARGUMENTS =
      """
      {"width": 224, "height": 224, "resize": true, "toTensor": false,
       "normalize": "103.939,116.779,123.68,1,1,1"}\
      """;

  private final Path root;
  private final Map<String, byte[]> entries = new LinkedHashMap<>();

  /**
   * A zoo with a good resnet50, as DJL's metadata has it, down to the full address of the synset.
   */
  public FakeZoo(Path root) throws IOException {
    this.root = root;
    byte[] weights = new byte[300_000];
    new Random(1).nextBytes(weights);
    entries.put("saved_model.pb", "graph".getBytes(StandardCharsets.UTF_8));
    entries.put("variables/variables.data-00000-of-00001", weights);
    entries.put("variables/variables.index", "index".getBytes(StandardCharsets.UTF_8));
    write(SYNSET, "n01440764 tench\nn01443537 goldfish\n".getBytes(StandardCharsets.UTF_8));
    publish();
  }

  public Path root() {
    return root;
  }

  ZooLocation location() {
    return new ZooLocation(root.toUri());
  }

  /** Everything there. */
  static ZooFetcher.Places places(ZooLocation location) {
    return new ZooFetcher.Places(location, location, ZooList.builtIn());
  }

  Path file(String path) {
    return root.resolve(path);
  }

  /** What the archive holds; {@link #publish} after a change. */
  public Map<String, byte[]> entries() {
    return entries;
  }

  /** Packs the archive and writes metadata that is right about it. */
  public FakeZoo publish() throws IOException {
    Files.createDirectories(file(ARCHIVE).getParent());
    try (OutputStream out = Files.newOutputStream(file(ARCHIVE));
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> entry : entries.entrySet()) {
        zip.putNextEntry(new ZipEntry(entry.getKey()));
        zip.write(entry.getValue());
      }
    }
    return metadata(Fetched.of("", file(ARCHIVE)).sha1(), ARGUMENTS);
  }

  /** Writes metadata that says what the test wants it to. */
  FakeZoo metadata(String sha1, String arguments) throws IOException {
    Fetched archive = Fetched.of("", file(ARCHIVE));
    Fetched synset = Fetched.of("", file(SYNSET));
    String json =
        """
        {"metadataVersion": "0.2", "resourceType": "model",
         "application": "cv/image_classification",
         "groupId": "ai.djl.tensorflow", "artifactId": "resnet", "name": "Resnet",
         "artifacts": [{"version": "0.0.1", "snapshot": false, "name": "resnet50",
           "properties": {"flavor": "v1", "layers": "50", "dataset": "imagenet"},
           "arguments": %s,
           "files": {
             "synset": {"uri": "%s", "sha1Hash": "%s", "size": %d},
             "model": {"uri": "0.0.1/resnet50v1.zip", "sha1Hash": "%s", "name": "", "size": %d}
           }}]}
        """
            .formatted(
                arguments,
                ZooLocation.DJL.uri() + SYNSET,
                synset.sha1(),
                synset.bytes(),
                sha1,
                archive.bytes());
    write(METADATA, json.getBytes(StandardCharsets.UTF_8));
    return this;
  }

  void replaceInMetadata(String from, String to) throws IOException {
    Files.writeString(
        file(METADATA), Files.readString(file(METADATA)).replace(from, to), StandardCharsets.UTF_8);
  }

  private void write(String path, byte[] content) throws IOException {
    Files.createDirectories(file(path).getParent());
    Files.write(file(path), content);
  }
}
