package io.github.resnet50.basics;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256, fed piece by piece. Not for several threads at once. */
public final class Sha256 {
  private final MessageDigest digest;

  public Sha256() {
    try {
      digest = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** The digest of a byte array. */
  public static Sha256 of(byte[] content) {
    return new Sha256().add(content);
  }

  /** The digest of a file's content. */
  public static Sha256 of(Path file) throws IOException {
    return new Sha256().add(file);
  }

  public Sha256 add(byte[] content) {
    digest.update(content);
    return this;
  }

  /** The text's UTF-8 bytes; nothing separates it from what follows. */
  public Sha256 add(String text) {
    return add(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Adds a file's content, read in pieces. */
  public Sha256 add(Path file) throws IOException {
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        digest.update(buffer, 0, read);
      }
    }
    return this;
  }

  /** The 32 bytes of the digest; the object is then reset. */
  public byte[] bytes() {
    return digest.digest();
  }

  /** The first 64 bits of the digest; the object is then reset. */
  public long head() {
    return ByteBuffer.wrap(bytes()).getLong();
  }

  /** The digest as 64 hexadecimal digits; the object is then reset. */
  public String hex() {
    return HexFormat.of().formatHex(bytes());
  }
}
