package io.github.resnet50.model.zoo;

import ai.djl.repository.Artifact;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.zoo.ZooModel.Size;
import io.github.resnet50.model.zoo.ZooSource.Fetched;
import java.io.IOException;
import java.net.URI;
import java.util.Locale;

/**
 * What is known of a file before it is downloaded.
 *
 * @param hash in hexadecimal: SHA-1 or SHA-256, as its length says
 * @param bytes its size; -1 where it is known only about
 * @param size the sizes that it may have; null: any
 * @param saidBy who says so, for messages
 */
record Expected(String hash, long bytes, Size size, String saidBy) {
  private static final int SHA256_DIGITS = 64;

  Expected {
    hash = hash.toLowerCase(Locale.ROOT);
  }

  static Expected of(Artifact.Item item) {
    return new Expected(item.getSha1Hash(), item.getSize(), null, "the zoo's metadata says");
  }

  /**
   * Refuses a file by its size alone, before it is received whole.
   *
   * @param total bytes of all of it; -1: unknown
   */
  void requireSize(URI from, long total) throws IOException {
    if (size == null || total < 0) {
      return;
    }
    if (bytes >= 0 ? total != bytes : !size.holds(total)) {
      throw new IOException(
          "%s is not the file that is meant: it has %d bytes, and %s"
              .formatted(
                  from,
                  total,
                  bytes >= 0
                      ? saidBy + " " + bytes
                      : Text.megabytes(Math.round(size.megabytes() * 1e6)) + " are published"));
    }
  }

  /** The most bytes that are taken. */
  long most() {
    return size == null ? Long.MAX_VALUE : bytes >= 0 ? bytes : size.most();
  }

  boolean isOf(Fetched file) {
    return actual(file).equals(hash);
  }

  /** The sentence for a file that has another checksum. */
  String difference(URI from, Fetched file) {
    return "%s is damaged or not the file that the zoo means: its %s is %s, %s %s"
        .formatted(from, isSha256() ? "SHA-256" : "SHA-1", actual(file), saidBy, hash);
  }

  private String actual(Fetched file) {
    return isSha256() ? file.sha256() : file.sha1();
  }

  private boolean isSha256() {
    return hash.length() == SHA256_DIGITS;
  }
}
