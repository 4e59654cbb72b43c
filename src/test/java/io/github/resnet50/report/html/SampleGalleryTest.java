package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class SampleGalleryTest {
  private static final RgbImage PIXELS = new RgbImage(224, 168, new byte[224 * 168 * 3]);
  private final Links links = new Links(Path.of("page.html"));

  private static ItemResult result(long index) {
    return new ItemResult.Predicted(
        index, index + ".jpg", 1, 1, List.of(new Prediction(0, "x", "x", 0.5f)));
  }

  private List<String> shown(int most, List<Long> order) {
    SampleGallery gallery = new SampleGallery(most);
    for (long index : order) {
      gallery.picture(index, PIXELS);
    }
    for (long index = 0; index < order.size(); index++) {
      gallery.add(result(index), links);
    }
    List<Card> cards = gallery.view(RollUpView.NONE).cards();
    cards.forEach(card -> assertNotNull(card.picture().thumbnail(), card.picture().path()));
    return cards.stream().map(card -> card.picture().path()).toList();
  }

  private static List<Long> upTo(long end) {
    List<Long> numbers = new ArrayList<>();
    for (long i = 0; i < end; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  @Test
  void showsAllOfAFewInTheOrderOfTheWalk() {
    assertEquals(List.of("0.jpg", "1.jpg", "2.jpg"), shown(3, List.of(2L, 0L, 1L)));
  }

  @Test
  void samplesManyTheSameWhateverTheOrderOfDecoding() {
    List<Long> order = upTo(500);
    List<String> sample = shown(40, order);
    assertEquals(40, sample.size());
    assertTrue(sample.stream().anyMatch(name -> name.length() == "400.jpg".length()), "not a head");
    Collections.shuffle(order, new Random(1));
    assertEquals(sample, shown(40, order));
  }

  @Test
  void saysThatItIsASample() {
    SampleGallery gallery = new SampleGallery(2);
    upTo(1234).forEach(index -> gallery.add(result(index), links));
    assertEquals(
        "2 of 1,234 pictures are shown: a random sample. Charts and tables count all of them; what"
            + " is saved here is of the pictures alone. The predictions have the rest: resnet50"
            + " find PREDICTIONS --class NAME lists it.",
        gallery.view(RollUpView.NONE).note());
    assertEquals("2 of 2 shown, of 1,234 in all", gallery.view(RollUpView.NONE).count());
  }

  @Test
  void leavesOutWhatHasAPictureButNoRecord() {
    SampleGallery gallery = new SampleGallery();
    gallery.picture(7, PIXELS); // the run was interrupted
    assertEquals(List.of(), gallery.view(RollUpView.NONE).cards());
  }

  @Test
  void showsFailuresWithoutAPicture() {
    SampleGallery gallery = new SampleGallery();
    ImageFailure failure = new ImageFailure(ImageFailure.Kind.EMPTY, "no bytes");
    gallery.add(new ItemResult.Failed(0, "a.jpg", failure), links);
    Card card = gallery.view(RollUpView.NONE).cards().get(0);
    assertNull(card.picture().thumbnail());
    assertEquals("Empty: no bytes", card.told().error());
    assertEquals(-1, card.top().confidence());
  }

  @Test
  void makesSmallPicturesOfTheSameShape() {
    Thumbnail thumbnail = Thumbnail.of(PIXELS);
    assertEquals(112, thumbnail.width());
    assertEquals(84, thumbnail.height());
    assertTrue(thumbnail.source().startsWith("data:image/jpeg;base64,/9j/"), "a JPEG");
    assertEquals(8, Thumbnail.of(new RgbImage(8, 2, new byte[48])).width(), "never larger");
  }
}
