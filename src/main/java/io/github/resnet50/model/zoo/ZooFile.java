package io.github.resnet50.model.zoo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A file as it came from a zoo, before it was unpacked.
 *
 * @param uri where it came from
 * @param bytes its size
 * @param sha1 in hexadecimal; the zoo's metadata says the same
 * @param sha256 in hexadecimal; empty where DJL had fetched and unpacked the file before
 */
public record ZooFile(String uri, long bytes, String sha1, String sha256) {

  static ZooFile of(String uri, Path file) throws IOException {
    MessageDigest sha1 = digest("SHA-1");
    MessageDigest sha256 = digest("SHA-256");
    byte[] buffer = new byte[1 << 16];
    try (InputStream in = Files.newInputStream(file)) {
      for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
        sha1.update(buffer, 0, n);
        sha256.update(buffer, 0, n);
      }
    }
    HexFormat hex = HexFormat.of();
    return new ZooFile(
        uri, Files.size(file), hex.formatHex(sha1.digest()), hex.formatHex(sha256.digest()));
  }

  private static MessageDigest digest(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has " + algorithm, e);
    }
  }
}
