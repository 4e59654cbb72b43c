package io.github.resnet50.find;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.preprocess.PerceptualHash;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class DuplicateSearchTest {
  private static final long HASH = 0x123456789ABCDEF0L;

  private final DuplicateSearch search = new DuplicateSearch();

  @Test
  void theSameTheNearAndTheMirroredAreOneGroup() {
    search.add(HASH, 400, 300);
    search.add(~HASH, 400, 300);
    search.add(HASH ^ 0b111, 200, 150);
    search.addUnknown();
    search.add(PerceptualHash.mirrored(HASH), 400, 300);
    search.add(HASH, 300, 400); // of another shape
    search.add(HASH ^ 0xFFFF, 400, 300); // too far
    int[] groups = search.groups(DuplicateSearch.MOST_BITS, (one, other) -> true);
    assertArrayEquals(new int[] {0, 1, 0, 3, 0, 5, 6}, groups);
    assertEquals("{0, 2, 4}", search.candidates(DuplicateSearch.MOST_BITS).toString());
  }

  @Test
  void whatIsNotConfirmedStaysApart() {
    search.add(HASH, 4, 3);
    search.add(HASH, 4, 3);
    search.add(HASH ^ 1, 4, 3);
    int[] groups = search.groups(11, (one, other) -> one + other == 3);
    assertArrayEquals(new int[] {0, 1, 1}, groups);
  }

  @Test
  void whatIsLikeAThirdIsOneGroup() {
    search.add(HASH, 4, 3);
    search.add(HASH ^ 0b11111100000L, 4, 3);
    search.add(HASH ^ 0b11100L, 4, 3);
    search.add(HASH ^ 0b11111L, 4, 3);
    assertArrayEquals(new int[] {0, 0, 0, 0}, search.groups(6, (one, other) -> true));
  }

  @Test
  @Timeout(30)
  void manyOfOneHashAreNotComparedEachWithEach() {
    int[] compared = new int[1];
    for (int i = 0; i < 50_000; i++) {
      search.add(0, 4, 3);
      search.add(1L << 63, 4, 3);
    }
    int[] groups =
        search.groups(
            6,
            (one, other) -> {
              compared[0]++;
              return true;
            });
    assertTrue(compared[0] < 1_000_000, "" + compared[0]);
    for (int group : groups) {
      assertEquals(0, group);
    }
  }

  @Test
  void compactFeaturesPointWhereFeaturesDo() {
    Random random = new Random(3);
    float[] one = new float[2048];
    float[] other = new float[2048];
    for (int i = 0; i < one.length; i++) {
      one[i] = (float) Math.max(0, random.nextGaussian());
      other[i] = (float) Math.max(0, one[i] + 0.3 * random.nextGaussian());
    }
    double exact = Cosine.of(one, other);
    assertEquals(1, Cosine.of(one, one), 1e-9);
    assertEquals(exact, Cosine.of(Cosine.compact(one), Cosine.compact(other)), 0.005);
    assertEquals(0, Cosine.of(new float[4], new float[4]));
    assertEquals(0, Cosine.of(Cosine.compact(new float[4]), new byte[4]));
  }
}
