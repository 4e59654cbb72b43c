package io.github.resnet50.adapt.split;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FoldsTest {
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
      Folds folds = Folds.of(labels, group, 3, 5, round);
      int[] foldOfGroup = new int[images];
      Arrays.fill(foldOfGroup, -1);
      for (int i = 0; i < images; i++) {
        int before = foldOfGroup[group[i]];
        assertTrue(before < 0 || before == folds.fold()[i], "group " + group[i] + " is torn");
        foldOfGroup[group[i]] = folds.fold()[i];
      }
      for (int c = 0; c < 3; c++) {
        int label = c;
        double all = Arrays.stream(labels).filter(l -> l == label).count();
        for (int f = 0; f < 5; f++) {
          double part = Arrays.stream(folds.in(f)).filter(i -> labels[i] == label).count();
          assertEquals(all / 5, part, 3, "class " + c + " in fold " + f);
        }
      }
    }
  }

  @Test
  void theSameSeedDealsTheSame() {
    int[] labels = IntStream.range(0, 50).map(i -> i % 3).toArray();
    int[] groups = IntStream.range(0, 50).toArray();
    Folds one = Folds.of(labels, groups, 3, 4, 1);
    assertArrayEquals(one.fold(), Folds.of(labels, groups, 3, 4, 1).fold());
    assertTrue(!Arrays.equals(one.fold(), Folds.of(labels, groups, 3, 4, 2).fold()));
    assertEquals(50, one.in(0).length + one.outside(0).length);
  }

  @Test
  void aClassWithFewerGroupsThanFoldsIsSpread() {
    int[] labels = {0, 0, 0, 1, 1, 1, 1, 1, 1};
    int[] groups = IntStream.range(0, 9).toArray();
    Folds folds = Folds.of(labels, groups, 2, 5, 1);
    assertEquals(
        3, IntStream.range(0, 3).map(i -> folds.fold()[i]).distinct().count(), "each elsewhere");
  }
}
