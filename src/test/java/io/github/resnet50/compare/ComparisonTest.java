package io.github.resnet50.compare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import io.github.resnet50.compare.ComparisonReport.ComparedImages;
import io.github.resnet50.compare.ComparisonReport.Difference;
import io.github.resnet50.compare.ComparisonReport.TopDifference;
import io.github.resnet50.compare.ComparisonReport.Truth;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.metrics.PairedDifference;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionSink;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ComparisonTest {
  private static final ImageFailure FAILURE = new ImageFailure(ImageFailure.Kind.EMPTY, "no bytes");

  @TempDir Path folder;

  @Test
  void agreementAndTruthAreCounted() throws Exception {
    Path a =
        file(
            "a.csv",
            image("cat/1.jpg", cat(0.75f), dog(0.25f)),
            image("cat/2.jpg", cat(0.5f), dog(0.5f)),
            image("dog/3.jpg", cat(0.75f), dog(0.25f)),
            image("dog/gone.jpg", dog(1), cat(0)),
            new ItemResult.Failed(4, "bad.jpg", FAILURE));
    // Another order, other places in the output, and one image more.
    Path b =
        file(
            "b.jsonl",
            image("x/more.jpg", other(1), theSameDog(0)),
            image("bad.jpg", other(1), theSameDog(0)),
            image("dog/3.jpg", theSameDog(0.5f), other(0.25f)),
            image("cat/2.jpg", theSameDog(0.75f), cat(0.25f)),
            image("cat/1.jpg", cat(1), theSameDog(0)));
    ComparisonReport report =
        new Comparison(TrueLabels.ofFolders(List.of())).compare("A", a, "B", b);
    assertEquals(new ComparedImages(3, 1, 0, 1, 1), report.images());
    assertEquals(1 / 3.0, report.top1Agreement());
    assertEquals(2, report.topK());
    assertEquals((1 + 1 + 0.5) / 3, report.topKOverlap());
    // 1.jpg: 1/4, 1/4; 2.jpg: 1/4, 1/4; 3.jpg: dog 1/4.
    assertEquals(0.25, report.meanDifference());
    assertEquals(0.25, report.maxDifference());
    assertEquals(
        new Truth(
            "class folders", 3, 2 / 3.0, 2 / 3.0, PairedDifference.of(1, 1, 3), 1, 1, 1, 0, 1),
        report.truth());
    assertEquals(
        new TopDifference(1, 0.25, 0.25), report.topDifference(), "1.jpg is a cat in both");
    assertEquals(
        List.of("cat/2.jpg", "dog/3.jpg"),
        report.differences().stream().map(Difference::path).sorted().toList());
  }

  /** As a classifier of folders on Linux may have them. */
  @Test
  void classesThatDifferInLetterCaseAreTwo() throws Exception {
    Prediction lower = new Prediction(1, "dog", "dog", 1);
    Prediction upper = new Prediction(0, "Dog", "Dog", 1);
    Path a = file("a.csv", image("dog/1.jpg", lower), image("Dog/2.jpg", upper));
    Path b = file("b.csv", image("dog/1.jpg", upper), image("Dog/2.jpg", lower));
    assertEquals(0, new Comparison(null).compare("A", a, "B", b).top1Agreement());
    ComparisonReport same = new Comparison(TrueLabels.ofFolders(List.of())).compare("A", a, "B", a);
    assertEquals(1, same.top1Agreement());
    assertEquals(2, same.truth().bothRight());
  }

  @Test
  void withoutLabelsThereIsNoTruth() throws Exception {
    Path a = file("a.json", image("1.jpg", cat(1)));
    ComparisonReport report = new Comparison(null).compare("A", a, "B", a);
    assertNull(report.truth());
    assertEquals(1, report.top1Agreement());
    assertEquals(List.of(), report.differences());
  }

  @Test
  void pathsThatAreThereTwiceArePairedTwice() throws Exception {
    Path a = file("a.csv", image("1.jpg", cat(1)), image("1.jpg", dog(1)), image("2.jpg", cat(1)));
    Path b = file("b.csv", image("2.jpg", cat(1)), image("1.jpg", cat(1)), image("1.jpg", dog(1)));
    ComparisonReport report = new Comparison(null).compare("A", a, "B", b);
    assertEquals(new ComparedImages(3, 0, 0, 0, 0), report.images());
    assertEquals(1, report.top1Agreement());
  }

  /** Records of the most probable class alone tell the same of it as longer ones. */
  @Test
  void theDifferenceOfTheTopClassDoesNotDependOnHowManyAreListed() throws Exception {
    Path longA = file("a5.csv", image("1.jpg", cat(0.75f), dog(0.25f)), image("2.jpg", cat(1)));
    Path longB = file("b5.csv", image("1.jpg", cat(0.5f), dog(0.5f)), image("2.jpg", dog(1)));
    Path shortA = file("a1.csv", image("1.jpg", cat(0.75f)), image("2.jpg", cat(1)));
    Path shortB = file("b1.csv", image("1.jpg", cat(0.5f)), image("2.jpg", dog(1)));
    for (Path a : List.of(longA, shortA)) {
      for (Path b : List.of(longB, shortB)) {
        assertEquals(
            new TopDifference(1, 0.25, 0.25),
            new Comparison(null).compare("A", a, "B", b).topDifference());
      }
    }
    assertNull(
        new Comparison(null)
            .compare(
                "A",
                file("c.csv", image("1.jpg", cat(1))),
                "B",
                file("d.csv", image("1.jpg", dog(1))))
            .topDifference());
  }

  private static Prediction cat(float probability) {
    return new Prediction(0, "n1", "cat", probability);
  }

  private static Prediction dog(float probability) {
    return new Prediction(1, "dog", "dog", probability);
  }

  /** As another model has it. */
  private static Prediction theSameDog(float probability) {
    return new Prediction(9, "n2", "Dog", probability);
  }

  private static Prediction other(float probability) {
    return new Prediction(7, "n3", "other", probability);
  }

  private static ItemResult image(String name, Prediction... predictions) {
    return new ItemResult.Predicted(0, name, 1, 1, List.of(predictions));
  }

  private Path file(String name, ItemResult... records) throws IOException {
    Path file = folder.resolve(name);
    try (OutputStream out = Files.newOutputStream(file);
        PredictionSink sink = OutputFormat.forFile(file).orElseThrow().sink(out, 2)) {
      for (ItemResult record : records) {
        sink.write(record);
      }
    }
    return file;
  }
}
