package io.github.resnet50.adapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.adapt.train.TrainingPool;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LookAlikesTest {

  /** Of one class: so many pictures that differ, and a series that shows one thing. */
  private static Dataset dataset(int different, int series) {
    Blobs blobs = new Blobs(1, 16, 3, 1);
    List<Image> images = new ArrayList<>(blobs.images("t", different + 1));
    images.addAll(blobs.copies(images.remove(different), series));
    int[] alone = IntStream.range(0, images.size()).toArray();
    return new Dataset(
        blobs.classes(), images, new DuplicateGroups(alone, alone.length, List.of()));
  }

  private static int[] groups(Dataset dataset, int threads) {
    try (TrainingPool pool = new TrainingPool(threads)) {
      return dataset.withLookAlikesJoined(pool).duplicates().group();
    }
  }

  @Test
  void theGroupsDoNotDependOnThreads() {
    Dataset dataset = dataset(60, 20);
    int[] one = groups(dataset, 1);
    assertArrayEquals(one, groups(dataset, 4));
    assertEquals(1, IntStream.range(60, 80).map(i -> one[i]).distinct().count());
  }

  @Test
  void aClassOfTooManyImagesIsNotLookedThrough() {
    int most = LookAlikes.MOST_IMAGES;
    int[] groups = groups(dataset(most - 19, 20), 2);
    assertArrayEquals(IntStream.rangeClosed(0, most).toArray(), groups);
  }

  @Test
  void whoStopsWaitsForNoComparison() {
    Dataset dataset = dataset(20, 5);
    try (TrainingPool pool = new TrainingPool(1)) {
      pool.stop();
      assertThrows(CancellationException.class, () -> dataset.withLookAlikesJoined(pool));
    }
  }
}
