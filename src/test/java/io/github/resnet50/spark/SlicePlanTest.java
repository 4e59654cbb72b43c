package io.github.resnet50.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.archive.OpenArchives;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SlicePlanTest {
  private static final Places PLACES = new Places("/nowhere", true);

  private static ImageRef image(long index, String name, ImageFailure problem) {
    return PLACES.image(index, name, problem, null, new OpenArchives());
  }

  private static List<ImageRef> walk(int images) {
    return IntStream.range(0, images)
        .mapToObj(i -> image(i, "photos/%07d.jpg".formatted(i), null))
        .toList();
  }

  private static List<ImageRef> all(List<Slice> slices) {
    List<ImageRef> refs = new ArrayList<>();
    slices.forEach(slice -> slice.refs(PLACES, null).forEachRemaining(refs::add));
    return refs;
  }

  @ParameterizedTest
  @CsvSource({
    "1,8,2,4096",
    "7,8,2,4096",
    "200,8,2,4096",
    "1000,8,500,4096",
    "1000,3,2,16",
    "40000,8,2,4096",
    "100000,8,4,1000",
    "5000,1,1,1"
  })
  void everyImageIsInOneSliceInWholeWindowsOfTheWalk(int images, int batch, int slots, int most) {
    List<ImageRef> walk = walk(images);
    SlicePlan plan = new SlicePlan(walk.iterator(), ref -> {}, batch);
    assertEquals(images, plan.found());
    List<Slice> slices = plan.slices(slots, most);
    assertEquals(walk, all(slices));
    long first = 0;
    for (Slice slice : slices) {
      assertEquals(first, slice.first());
      assertEquals(0, slice.first() % batch, "a window that spans two tasks is another batch");
      assertTrue(slice.images() < most + 32L * batch, slice.images() + " images");
      first += slice.images();
    }
    assertEquals(images, first);
  }

  @Test
  void workIsDealtOutFinelyEnoughForAllSlotsToEndTogether() {
    List<Slice> slices = new SlicePlan(walk(2000).iterator(), ref -> {}, 8).slices(10, 4096);
    assertTrue(slices.size() >= 30 && slices.size() <= 45, slices.size() + " tasks");
    long largest = slices.stream().mapToLong(Slice::images).max().orElseThrow();
    assertTrue(largest <= 56, largest + " images");
  }

  @Test
  void whatIsSentArrivesUnchanged() {
    List<ImageRef> odd =
        List.of(
            image(0, "a\nb \"c\",ü€\uD83D\uDE00.jpg", null),
            image(1, "", new ImageFailure(ImageFailure.Kind.NOT_FOUND, "ä: no")),
            image(2, "x".repeat(100_000), null),
            image(3, "s3a://bucket/a b.jpg", null));
    List<Slice> slices = new SlicePlan(odd.iterator(), ref -> {}, 2).slices(1, 2);
    assertEquals(2, slices.size());
    assertEquals(odd, all(slices.stream().map(slice -> Slice.of(slice.toBytes())).toList()));
  }

  /** The driver holds the whole walk of a job. */
  @Test
  void namesOfOneFolderTakeFewBytes() {
    SlicePlan plan = new SlicePlan(walk(200_000).iterator(), ref -> {}, 8);
    assertTrue(plan.packedBytes() < 10 * 200_000, plan.packedBytes() + " bytes");
  }
}
