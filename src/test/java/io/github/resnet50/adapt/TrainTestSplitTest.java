package io.github.resnet50.adapt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainTestSplitTest {
  @Test
  void groupsStayWholeAndClassesKeepTheirShares() {
    Random random = new Random(3);
    for (int round = 0; round < 20; round++) {
      int images = 600;
      int[] group = new int[images];
      for (int i = 1; i < images; i++) {
        group[i] = group[i - 1] + (random.nextInt(3) == 0 ? 0 : 1);
      }
      int[] labels = Arrays.stream(group).map(g -> g % 10 < 5 ? 0 : g % 10 < 8 ? 1 : 2).toArray();
      int[] folds = TrainTestSplit.folds(labels, group, 3, 5, round);
      int[] foldOfGroup = new int[images];
      Arrays.fill(foldOfGroup, -1);
      for (int i = 0; i < images; i++) {
        int before = foldOfGroup[group[i]];
        assertTrue(before < 0 || before == folds[i], "group " + group[i] + " is torn");
        foldOfGroup[group[i]] = folds[i];
      }
      for (int c = 0; c < 3; c++) {
        int label = c;
        double all = Arrays.stream(labels).filter(l -> l == label).count();
        for (int f = 0; f < 5; f++) {
          double part = inFold(folds, f).filter(i -> labels[i] == label).count();
          assertEquals(all / 5, part, 3, "class " + c + " in fold " + f);
        }
      }
    }
  }

  @Test
  void theSameSeedDealsTheSame() {
    int[] labels = IntStream.range(0, 50).map(i -> i % 3).toArray();
    int[] groups = IntStream.range(0, 50).toArray();
    int[] one = TrainTestSplit.folds(labels, groups, 3, 4, 1);
    assertArrayEquals(one, TrainTestSplit.folds(labels, groups, 3, 4, 1));
    assertTrue(!Arrays.equals(one, TrainTestSplit.folds(labels, groups, 3, 4, 2)));
  }

  @Test
  void everyImageIsInOneTestAndInTheTrainingOfAllOtherSplits() {
    Blobs blobs = new Blobs(3, 8, 1, 1);
    Dataset dataset = blobs.dataset(blobs.images("t", 10));
    int[] images = IntStream.range(5, 30).toArray();
    List<TrainTestSplit> splits = TrainTestSplit.all(dataset, images, 4, 1);
    assertEquals(4, splits.size());
    for (TrainTestSplit split : splits) {
      assertArrayEquals(
          images,
          IntStream.concat(Arrays.stream(split.train()), Arrays.stream(split.test()))
              .sorted()
              .toArray());
    }
    assertArrayEquals(
        images,
        splits.stream().flatMapToInt(split -> Arrays.stream(split.test())).sorted().toArray());
    assertArrayEquals(splits.get(0).test(), TrainTestSplit.one(dataset, images, 4, 1).test());
  }

  private static IntStream inFold(int[] folds, int fold) {
    return IntStream.range(0, folds.length).filter(i -> folds[i] == fold);
  }

  @Test
  void aClassWithFewerGroupsThanFoldsIsSpread() {
    int[] labels = {0, 0, 0, 1, 1, 1, 1, 1, 1};
    int[] groups = IntStream.range(0, 9).toArray();
    int[] folds = TrainTestSplit.folds(labels, groups, 2, 5, 1);
    assertEquals(3, IntStream.range(0, 3).map(i -> folds[i]).distinct().count(), "each elsewhere");
  }
}
