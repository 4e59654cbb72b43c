package io.github.resnet50.find;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.image.preprocess.PerceptualHash;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class NearHashesTest {
  @Test
  void findsThePairsThatEachWithEachFinds() {
    Random random = new Random(1);
    long[] hashes = new long[2000];
    for (int i = 0; i < hashes.length; i++) {
      hashes[i] = i % 2 == 0 ? random.nextLong() : flipped(hashes[i - 1], i % 15, random);
      hashes[i] = i % 3 == 0 ? PerceptualHash.mirrored(hashes[i]) : hashes[i];
    }
    for (int bits : new int[] {0, 6, NearHashes.MOST_BITS}) {
      Set<Long> expected = new TreeSet<>();
      for (int i = 0; i < hashes.length; i++) {
        for (int j = i + 1; j < hashes.length; j++) {
          long mirrored = PerceptualHash.mirrored(hashes[i]);
          if (PerceptualHash.distance(hashes[i], hashes[j]) <= bits
              || PerceptualHash.distance(mirrored, hashes[j]) <= bits) {
            expected.add(pair(i, j));
          }
        }
      }
      Set<Long> found = new TreeSet<>();
      new NearHashes(hashes, hashes.length).pairs(bits, (i, j) -> found.add(pair(i, j)));
      assertEquals(expected, found);
    }
  }

  private static long pair(int one, int other) {
    return (long) one << 32 | other;
  }

  private static long flipped(long hash, int bits, Random random) {
    long flipped = hash;
    while (PerceptualHash.distance(hash, flipped) < bits) {
      flipped ^= 1L << random.nextInt(64);
    }
    return flipped;
  }

  @Test
  @Timeout(30)
  void aHundredThousandTakeSeconds() {
    Random random = new Random(2);
    long[] hashes = random.longs(100_000).toArray();
    hashes[99_999] = hashes[17] ^ 1;
    int[] pairs = new int[1];
    new NearHashes(hashes, hashes.length).pairs(6, (i, j) -> pairs[0]++);
    assertEquals(1, Math.min(1, pairs[0]));
  }
}
