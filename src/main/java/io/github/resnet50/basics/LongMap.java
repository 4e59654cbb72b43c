package io.github.resnet50.basics;

import java.util.Arrays;

/**
 * Numbers by hashes: for what has to be known of a million names in a few bytes each. A hash of 0
 * counts as 1. For one thread.
 */
public final class LongMap {
  private static final int FIRST_PLACES = 1 << 10;

  private long[] hashes = new long[FIRST_PLACES]; // 0: free
  private int[] numbers = new int[FIRST_PLACES];
  private int size;

  /** The number of a hash. */
  public int get(long hash, int absent) {
    int place = place(hash);
    return hashes[place] == 0 ? absent : numbers[place];
  }

  /** Whether a hash has a number. */
  public boolean contains(long hash) {
    return hashes[place(hash)] != 0;
  }

  /** Gives a hash a number, instead of the one that it has. */
  public void put(long hash, int number) {
    if (4L * size >= 3L * hashes.length) {
      grow();
    }
    int place = place(hash);
    if (hashes[place] == 0) {
      hashes[place] = key(hash);
      size++;
    }
    numbers[place] = number;
  }

  /** Adds a hash; false where it is there already. */
  public boolean add(long hash) {
    if (contains(hash)) {
      return false;
    }
    put(hash, 0);
    return true;
  }

  public void clear() {
    Arrays.fill(hashes, 0);
    size = 0;
  }

  public int size() {
    return size;
  }

  private static long key(long hash) {
    return hash == 0 ? 1 : hash;
  }

  /** That of the hash, or the free one that it would take. */
  private int place(long hash) {
    long key = key(hash);
    int place = (int) (key ^ key >>> 32) & (hashes.length - 1);
    while (hashes[place] != 0 && hashes[place] != key) {
      place = (place + 1) & (hashes.length - 1);
    }
    return place;
  }

  private void grow() {
    long[] oldHashes = hashes;
    int[] oldNumbers = numbers;
    hashes = new long[2 * oldHashes.length];
    numbers = new int[hashes.length];
    for (int i = 0; i < oldHashes.length; i++) {
      if (oldHashes[i] != 0) {
        int place = place(oldHashes[i]);
        hashes[place] = oldHashes[i];
        numbers[place] = oldNumbers[i];
      }
    }
  }
}
