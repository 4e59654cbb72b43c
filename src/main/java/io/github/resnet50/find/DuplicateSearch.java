package io.github.resnet50.find;

import io.github.resnet50.basics.DisjointSets;
import io.github.resnet50.basics.LongMap;
import java.util.Arrays;
import java.util.BitSet;
import java.util.stream.IntStream;

/**
 * Images that show the same picture, in another size, compression or format, or mirrored: whose
 * perceptual hashes are near, whose sides have the same ratio, and of which whoever asks says that
 * they are the same. Memory: some 40 bytes an image.
 *
 * <p>The limits are measured, on 300 photographs of different things and 360 copies of 60 of them:
 * of half and a quarter of the size, of JPEG quality 25, as PNG, mirrored, mirrored and of half the
 * size. All copies are at most 10 bits away, 1 in 360 more than 8; the cosine of ResNet50's
 * features is less than 0.7 for 1 in 150, of pictures of 125 pixels. Of the 44,850 pairs of
 * different photographs none is nearer than 14 bits; of those within 16 no cosine is above 0.66.
 */
public final class DuplicateSearch {
  /** How far hashes may be apart where nothing else is known of the pictures. */
  public static final int MOST_BITS = 8;

  /** How far they may be apart where features confirm it. */
  public static final int MOST_BITS_CONFIRMED = 11;

  /** Of features of pictures that are the same. */
  public static final double LEAST_COSINE = 0.7;

  /** By how much the ratio of sides may differ: of what a small copy's rounding makes of it. */
  private static final double RATIO = 0.03;

  /** Of images with the very same hash, such as plain ones, so many are compared with others. */
  private static final int MOST_COMPARED = 16;

  private static final int NONE = -1;

  private final LongMap numbers = new LongMap(); // of hashes
  private long[] hashes = new long[64];
  private int[] first = new int[64]; // image of each hash
  private int[] last = new int[64];
  private int different; // hashes
  private int[] next = new int[64]; // image with the same hash
  private float[] ratios = new float[64]; // logarithms
  private int images;

  /** Says whether two images with near hashes are the same. */
  public interface Confirmation {
    boolean isSame(int one, int other);
  }

  /** Adds an image; images are numbered from 0 as they come. */
  public void add(long hash, int width, int height) {
    grow();
    int image = images++;
    next[image] = NONE;
    ratios[image] = (float) Math.log((double) width / height);
    int number = numbers.get(hash, NONE);
    if (number == NONE) {
      addHash(hash, image);
    } else {
      next[last[number]] = image;
      last[number] = image;
    }
  }

  /** Adds an image of which nothing is known: it is like no other. */
  public void addUnknown() {
    grow();
    next[images] = NONE;
    ratios[images++] = Float.NaN;
  }

  private void grow() {
    if (images == next.length) {
      next = Arrays.copyOf(next, 2 * images);
      ratios = Arrays.copyOf(ratios, 2 * images);
    }
  }

  private void addHash(long hash, int image) {
    if (different == hashes.length) {
      hashes = Arrays.copyOf(hashes, 2 * different);
      first = Arrays.copyOf(first, 2 * different);
      last = Arrays.copyOf(last, 2 * different);
    }
    hashes[different] = hash;
    first[different] = image;
    last[different] = image;
    numbers.put(hash, different++);
  }

  public int size() {
    return images;
  }

  /** Images that have some other near them. */
  public BitSet candidates(int mostBits) {
    BitSet found = new BitSet(images);
    pairs(
        mostBits,
        (one, other) -> {
          found.set(one);
          found.set(other);
        });
    return found;
  }

  /**
   * Puts images together that are the same, or the same as a third one.
   *
   * @param mostBits {@value #MOST_BITS_CONFIRMED} at most
   * @return of each image the first one of its group, which may be itself
   */
  public int[] groups(int mostBits, Confirmation confirmation) {
    DisjointSets sets = new DisjointSets(images);
    pairs(
        mostBits,
        (one, other) -> {
          if (sets.root(one) != sets.root(other) && confirmation.isSame(one, other)) {
            sets.join(one, other);
          }
        });
    return IntStream.range(0, images).map(sets::root).toArray();
  }

  private void pairs(int mostBits, NearHashes.Taker taker) {
    for (int number = 0; number < different; number++) {
      for (int image = next[first[number]]; image != NONE; image = next[image]) {
        compare(image, first[number], image, taker);
      }
    }
    new NearHashes(hashes, different)
        .pairs(
            mostBits,
            (one, other) -> {
              int left = MOST_COMPARED;
              for (int image = first[one]; image != NONE && left > 0; image = next[image]) {
                compare(image, first[other], NONE, taker);
                left--;
              }
            });
  }

  /** Compares an image with the first of those from another on. */
  private void compare(int image, int from, int end, NearHashes.Taker taker) {
    int left = MOST_COMPARED;
    for (int other = from; other != end && other != NONE && left > 0; other = next[other]) {
      if (Math.abs(ratios[image] - ratios[other]) <= RATIO) {
        taker.take(image, other);
      }
      left--;
    }
  }
}
