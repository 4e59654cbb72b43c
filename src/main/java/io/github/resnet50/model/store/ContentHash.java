package io.github.resnet50.model.store;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Caches the SHA-256 of models: hashing 100 MB at every start would take longer than reading them.
 * A cached hash is valid as long as path, size and modification time of every file are the same.
 */
public final class ContentHash {
  private final Path memory;

  /**
   * @param memory a folder of small files, one a model that was hashed; created on first use
   */
  private ContentHash(Path memory) {
    this.memory = memory;
  }

  /** The cache in a home. */
  public static ContentHash in(Home home) {
    return new ContentHash(home.root().resolve("prepared").resolve("hashes"));
  }

  /** As {@link ModelDirectory#sha256}. */
  public String of(ModelDirectory model) throws IOException {
    Path remembered = memory.resolve(fingerprint(model));
    if (Files.isRegularFile(remembered)) {
      try {
        String hash = Files.readString(remembered).strip();
        if (hash.matches("[0-9a-f]{64}")) {
          return hash;
        }
      } catch (IOException e) {
        // As where nothing is remembered.
      }
    }
    String hash = model.sha256();
    try {
      SafeFiles.replace(remembered, hash + "\n");
    } catch (IOException e) {
      // Computed anew each time, then: a store may be for reading only.
    }
    return hash;
  }

  /** Of a model's directory. */
  public String of(ModelSpec model) throws IOException {
    return of(new ModelDirectory(model.directory()));
  }

  private static String fingerprint(ModelDirectory model) throws IOException {
    Sha256 fingerprint = new Sha256();
    for (Path file : model.contents()) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      fingerprint
          .add(file.toAbsolutePath().normalize() + "\0")
          .add(attributes.size() + "\0")
          .add(attributes.lastModifiedTime().toMillis() + "\0");
    }
    return fingerprint.hex();
  }
}
