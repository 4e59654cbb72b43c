package io.github.resnet50.report.journal;

import io.github.resnet50.image.ImageRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;

/**
 * What a window was made of, in few bytes however many images it has.
 *
 * @param count its paths
 * @param names a hash of the names, in their order
 * @param states a hash of each file's size and modification time, or of why it cannot be read
 */
public record WindowInputs(int count, String names, String states) {
  private static final int HASH_BYTES = 8;

  /** Looks at the files now: what is written to them later makes the window another. */
  public static WindowInputs of(List<ImageRef> refs) {
    MessageDigest names = sha256();
    MessageDigest states = sha256();
    for (ImageRef ref : refs) {
      add(names, ref.name());
      add(states, ref.state());
    }
    return new WindowInputs(refs.size(), hash(names), hash(states));
  }

  private static void add(MessageDigest digest, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    digest.update(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).flip());
    digest.update(bytes);
  }

  private static String hash(MessageDigest digest) {
    return HexFormat.of().formatHex(digest.digest(), 0, HASH_BYTES);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
