package io.github.resnet50.features;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of a file, in four words of eight bytes. */
public record ContentKey(long first, long second, long third, long fourth) {

  /** Of a file's bytes. */
  public static ContentKey of(byte[] content) {
    try {
      ByteBuffer hash = ByteBuffer.wrap(MessageDigest.getInstance("SHA-256").digest(content));
      return new ContentKey(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  /** As {@code sha256sum} prints it. */
  public String hex() {
    return "%016x%016x%016x%016x".formatted(first, second, third, fourth);
  }
}
