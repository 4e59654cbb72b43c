package io.github.resnet50.find;

import io.github.resnet50.image.preprocess.PerceptualHash;
import java.util.Arrays;

/**
 * Pairs of hashes that differ in few of their 64 bits, among any number of them: where two differ
 * in {@value #MOST_BITS} at most, one of their four words of 16 bits differs in 2 at most, so that
 * only the hashes with such a word have to be looked at (Norouzi et al. 2012, <i>Fast Search in
 * Hamming Space with Multi-Index Hashing</i>).
 */
final class NearHashes {
  /** The widest distance. */
  static final int MOST_BITS = 11;

  private static final int WORDS = 4;
  private static final int WORD_BITS = 16;
  private static final int VALUES = 1 << WORD_BITS;
  private static final int[] CHANGES = changes();

  private final long[] hashes;
  private final int count;
  private final int[][] starts = new int[WORDS][VALUES + 1]; // of each value's places
  private final int[][] places;

  /** Gets a pair. */
  interface Taker {
    void take(int one, int other);
  }

  /**
   * @param hashes the first {@code count} of them
   */
  NearHashes(long[] hashes, int count) {
    this.hashes = hashes;
    this.count = count;
    this.places = new int[WORDS][count];
    for (int word = 0; word < WORDS; word++) {
      int[] start = starts[word];
      for (int i = 0; i < count; i++) {
        start[value(hashes[i], word) + 1]++;
      }
      for (int value = 0; value < VALUES; value++) {
        start[value + 1] += start[value];
      }
      int[] next = Arrays.copyOf(start, VALUES);
      for (int i = 0; i < count; i++) {
        places[word][next[value(hashes[i], word)]++] = i;
      }
    }
  }

  private static int value(long hash, int word) {
    return (int) (hash >>> (WORD_BITS * word)) & (VALUES - 1);
  }

  /** What is changed in a word by 2 bits at most. */
  private static int[] changes() {
    int[] changes = new int[1 + WORD_BITS + WORD_BITS * (WORD_BITS - 1) / 2];
    int size = 1;
    for (int bit = 0; bit < WORD_BITS; bit++) {
      changes[size++] = 1 << bit;
      for (int other = 0; other < bit; other++) {
        changes[size++] = 1 << bit | 1 << other;
      }
    }
    return changes;
  }

  /**
   * Gives each pair whose hashes, or those of one and of the other mirrored, are that near; some
   * pairs more than once.
   *
   * @param mostBits {@value #MOST_BITS} at most
   */
  void pairs(int mostBits, Taker taker) {
    for (int i = 0; i < count; i++) {
      near(i, hashes[i], mostBits, taker);
      near(i, PerceptualHash.mirrored(hashes[i]), mostBits, taker);
    }
  }

  private void near(int one, long hash, int mostBits, Taker taker) {
    for (int word = 0; word < WORDS; word++) {
      int value = value(hash, word);
      for (int change : CHANGES) {
        int from = starts[word][value ^ change];
        int end = starts[word][(value ^ change) + 1];
        for (int at = from; at < end; at++) {
          int other = places[word][at];
          if (other > one && PerceptualHash.distance(hash, hashes[other]) <= mostBits) {
            taker.take(one, other);
          }
        }
      }
    }
  }
}
