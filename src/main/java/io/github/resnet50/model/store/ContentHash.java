package io.github.resnet50.model.store;

import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A model's SHA-256, remembered: hashing 100 MB at every start would cost more than reading them.
 * What is remembered counts as long as path, size and modification time of every file are the same.
 */
public final class ContentHash {
  private final Path memory;

  /**
   * @param memory a folder of small files, one a model that was hashed; made on first use
   */
  private ContentHash(Path memory) {
    this.memory = memory;
  }

  /** What is remembered in a home. */
  public static ContentHash in(Home home) {
    return new ContentHash(home.root().resolve("prepared").resolve("hashes"));
  }

  /** As {@link ModelDirectory#sha256}. */
  public String of(ModelDirectory model) throws IOException {
    Path remembered = memory.resolve(fingerprint(model));
    if (Files.exists(remembered)) {
      String hash = Files.readString(remembered).strip();
      if (hash.matches("[0-9a-f]{64}")) {
        return hash;
      }
    }
    String hash = model.sha256();
    Files.createDirectories(memory);
    Path temporary = Files.createTempFile(memory, "hash", ".tmp");
    Files.writeString(temporary, hash + "\n");
    Files.move(temporary, remembered, StandardCopyOption.REPLACE_EXISTING);
    return hash;
  }

  private static String fingerprint(ModelDirectory model) throws IOException {
    StringBuilder text = new StringBuilder();
    for (Path file : model.contents()) {
      BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
      text.append(file.toAbsolutePath().normalize())
          .append('\0')
          .append(attributes.size())
          .append('\0')
          .append(attributes.lastModifiedTime().toMillis())
          .append('\0');
    }
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      return HexFormat.of()
          .formatHex(digest.digest(text.toString().getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
