package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.html.LabelledGallery.Verdict;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelledGalleryTest {
  private static final RgbImage PIXELS = new RgbImage(8, 8, new byte[8 * 8 * 3]);

  /** Of so many, every third wrong, the later the surer; a page of ten. */
  private static Gallery view(int records) {
    LabelledGallery gallery = new LabelledGallery(Path.of("page.html"), 10);
    for (int i = 0; i < records; i++) {
      gallery.picture(i, PIXELS);
      Prediction best = new Prediction(0, "x", "x", i / 100f);
      gallery.add(
          new ItemResult.Predicted(i, i + ".jpg", 1, 1, List.of(best)),
          new Verdict(
              i % 3 == 0 ? Verdict.Correctness.WRONG : Verdict.Correctness.RIGHT, "y", "y"));
    }
    return gallery.view(RollUpView.NONE);
  }

  private static List<String> paths(Gallery view) {
    return view.cards().stream().map(card -> card.picture().path()).toList();
  }

  @Test
  void aFewAreAllThereTheSurestMistakesFirst() {
    Gallery view = view(7);
    assertEquals(
        List.of("6.jpg", "3.jpg", "0.jpg", "1.jpg", "2.jpg", "4.jpg", "5.jpg"), paths(view));
    assertEquals("", view.note());
    view.cards().forEach(card -> assertNotNull(card.picture().thumbnail(), card.picture().path()));
  }

  @Test
  void ofManyTheSurestMistakesAndASampleOfTheOthers() {
    Gallery view = view(90);
    List<String> paths = paths(view);
    assertEquals(10, paths.size());
    assertEquals(List.of("87.jpg", "84.jpg", "81.jpg", "78.jpg", "75.jpg"), paths.subList(0, 5));
    assertTrue(view.cards().subList(5, 10).stream().allMatch(c -> c.status().equals("right")));
    assertEquals(paths, paths(view(90)), "the same each time");
    String note = view.note();
    assertTrue(note.startsWith("10 of 90 pictures are shown: 5 of 30 mistakes, the surest,"), note);
    view.cards().forEach(card -> assertNotNull(card.picture().thumbnail(), card.picture().path()));
  }
}
