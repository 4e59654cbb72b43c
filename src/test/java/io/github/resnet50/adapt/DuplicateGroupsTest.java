package io.github.resnet50.adapt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.adapt.DuplicateGroups.FileVersions;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.PerceptualHash;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DuplicateGroupsTest {
  private static Image image(String path, int label, String content, long look, float... features) {
    return new Image(path, label, content, look, new float[][] {features});
  }

  private static DuplicateGroups groups(Image... images) {
    return DuplicateGroups.of(List.of(images));
  }

  @Test
  void theSameBytesAreOneGroupWhateverTheirNames() {
    DuplicateGroups groups =
        groups(image("a/1.jpg", 0, "x", 0, 1), image("b/2.png", 1, "x", -1, -1));
    assertEquals(1, groups.count());
    assertEquals(List.of(new DuplicateGroups.Pair(0, 1)), groups.acrossClasses());
  }

  @Test
  void picturesThatLookAlikeByBothMeasuresAreOneGroup() {
    Image image = image("a/1.jpg", 0, "x", 0b1010, 1, 2, 3);
    assertEquals(1, groups(image, image("a/2.jpg", 0, "y", 0b1011, 1, 2, 3.1f)).count());
    assertEquals(2, groups(image, image("a/2.jpg", 0, "y", 0b1011, 3, -2, 0)).count(), "features");
    assertEquals(2, groups(image, image("a/2.jpg", 0, "y", ~0b1010L, 1, 2, 3)).count(), "hash");
  }

  @Test
  void mirroredPicturesAreOneGroup() {
    RgbImage picture = scene(false);
    long look = PerceptualHash.of(picture);
    long mirrored = PerceptualHash.of(scene(true));
    assertTrue(PerceptualHash.distance(look, mirrored) > DuplicateGroups.MOST_BITS);
    assertEquals(
        1,
        groups(image("a/1.jpg", 0, "x", look, 1, 2), image("a/2.jpg", 0, "y", mirrored, 1, 2))
            .count());
  }

  /** Shades and blocks without symmetry. */
  private static RgbImage scene(boolean mirrored) {
    int side = 64;
    byte[] rgb = new byte[3 * side * side];
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        int level = 2 * x + y + (x / 9 * 31 + y / 7 * 57) % 90;
        int column = mirrored ? side - 1 - x : x;
        Arrays.fill(
            rgb, 3 * (y * side + column), 3 * (y * side + column) + 3, (byte) (level % 256));
      }
    }
    return new RgbImage(side, side, rgb);
  }

  @Test
  void groupsAreTransitiveAndNumberedByFirstMembers() {
    DuplicateGroups groups =
        groups(
            image("a/1.jpg", 0, "p", 0x00ffL << 40, 1, 0),
            image("a/2.jpg", 0, "q", 0x0fffL, 0, 1),
            image("a/3.jpg", 0, "p", 0x0fffL << 20, 0, 1),
            image("a/3.png", 0, "r", -1, -1, -1));
    assertEquals(2, groups.count());
    assertEquals(List.of(0, 1, 0, 0), boxed(groups.group()));
  }

  private static List<Integer> boxed(int[] values) {
    return Arrays.stream(values).boxed().toList();
  }

  @ParameterizedTest
  @CsvSource({
    "a/IMG_1.jpg, a/IMG_1.png",
    "a/IMG_1.jpg, a/img_1-edited.jpg",
    "a/IMG_1.jpg, a/IMG_1 (2).jpg",
    "a/IMG_1.jpg, a/IMG_1 copy 2.jpg",
    "a/IMG_1.jpg, a/IMG_1 - Copy.jpg",
    "a/IMG_1.jpg, a/IMG_1_cropped-300x200.jpg",
    "a/IMG_1.jpg, a/IMG_1@2x.jpg",
    "a/IMG_1_jpg.rf.0f1e2d.jpg, a/IMG_1_jpg.rf.998877.jpg",
    "a/IMG_1_aug_0.jpg, a/IMG_1_aug_1.jpg",
  })
  void versionsOfOneFileHaveOneStem(String one, String other) {
    List<String> stems = FileVersions.of(List.of(one, other));
    assertEquals(stems.get(0), stems.get(1));
  }

  @ParameterizedTest
  @CsvSource({
    "a/IMG_1.jpg, a/IMG_2.jpg",
    "a/IMG_1.jpg, b/IMG_1.jpg",
    "a/cat (1).jpg, a/cat (2).jpg",
    "a/discovery.jpg, a/dis.jpg",
    "a/.jpg, a/x.jpg",
    "a/20200101_120000.jpg, a/20200101_120001.jpg",
    "a/edited.jpg, a/copy.jpg",
  })
  void otherNamesAreOthers(String one, String other) {
    List<String> stems = FileVersions.of(List.of(one, other));
    assertNotEquals(stems.get(0), stems.get(1));
  }
}
