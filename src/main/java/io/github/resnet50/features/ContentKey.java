package io.github.resnet50.features;

import io.github.resnet50.basics.Sha256;
import java.nio.ByteBuffer;

/** The SHA-256 of a file, in four words of eight bytes. */
public record ContentKey(long first, long second, long third, long fourth) {

  /** The hash of a file's bytes. */
  public static ContentKey of(byte[] content) {
    ByteBuffer hash = ByteBuffer.wrap(Sha256.of(content).bytes());
    return new ContentKey(hash.getLong(), hash.getLong(), hash.getLong(), hash.getLong());
  }

  /** As {@code sha256sum} prints it. */
  public String hex() {
    return "%016x%016x%016x%016x".formatted(first, second, third, fourth);
  }
}
