package io.github.resnet50.evaluate;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;

/** Pseudo-random numbers from names, the same on every machine. */
final class NameHash {
  private NameHash() {}

  /** Uniform over all {@code long} values. */
  static long of(String name, long seed) {
    CRC32C crc = new CRC32C();
    crc.update(name.getBytes(StandardCharsets.UTF_8));
    // The finaliser of MurmurHash3 (Appleby): every bit of the sum moves every bit of the result.
    long bits = crc.getValue() ^ seed * 0x9E3779B97F4A7C15L;
    bits = (bits ^ bits >>> 33) * 0xFF51AFD7ED558CCDL;
    bits = (bits ^ bits >>> 33) * 0xC4CEB9FE1A85EC53L;
    return bits ^ bits >>> 33;
  }
}
