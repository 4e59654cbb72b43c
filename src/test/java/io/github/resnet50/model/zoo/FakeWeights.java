package io.github.resnet50.model.zoo;

import io.github.resnet50.model.zoo.ZooSource.Fetched;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** A folder in the layout of Hugging Face with one model, and a list that names it. */
public final class FakeWeights {
  public static final String NAME = "resnet12.a1_in1k";
  static final String FOLDER = "timm/" + NAME + "/resolve/main/";
  static final String CONFIG = FOLDER + ZooModel.CONFIG;
  static final String WEIGHTS = FOLDER + ZooModel.WEIGHTS;
  static final String POINTER = "timm/" + NAME + "/raw/main/" + ZooModel.WEIGHTS;

  private final Path root;

  public FakeWeights(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  ZooLocation location() {
    return new ZooLocation(root.toUri());
  }

  Path file(String path) {
    return root.resolve(path);
  }

  /** Puts files where the list says that they are. */
  public FakeWeights publish(byte[] weights, String config) throws IOException {
    write(WEIGHTS, weights);
    write(CONFIG, config.getBytes(StandardCharsets.UTF_8));
    announce(sha256(), weights.length);
    return this;
  }

  /** Writes a pointer that says what the test wants it to. */
  void announce(String sha256, long bytes) throws IOException {
    String pointer =
        "version https://git-lfs.github.com/spec/v1\noid sha256:%s\nsize %d\n"
            .formatted(sha256, bytes);
    write(POINTER, pointer.getBytes(StandardCharsets.UTF_8));
  }

  String sha256() throws IOException {
    return Fetched.of("", file(WEIGHTS)).sha256();
  }

  /**
   * A list of this model and DJL's.
   *
   * @param sha256 null where only the repository says it
   */
  public ZooList list(String sha256) throws IOException {
    double megabytes = Files.size(file(WEIGHTS)) / 1e6;
    return ZooList.read(
        new StringReader(
            String.format(
                Locale.ROOT,
                """
                # a comment
                name,top1,input,larger_top1,larger_input,parameters,megabytes,licence,publisher,\
                resize,folder,sha256,origin
                resnet50,,,,,,95,,DJL,,https://mlrepo.djl.ai/,,
                %s,70.5,48,71.25,64,0.1,%f,apache-2.0,timm A1,,https://huggingface.co/%s,%s,
                """,
                NAME,
                megabytes,
                FOLDER,
                sha256 == null ? "" : sha256)));
  }

  /** Everything at one place. */
  public ZooFetcher.Places places(String sha256) throws IOException {
    return new ZooFetcher.Places(location(), location(), list(sha256));
  }

  private void write(String path, byte[] content) throws IOException {
    Files.createDirectories(file(path).getParent());
    Files.write(file(path), content);
  }
}
