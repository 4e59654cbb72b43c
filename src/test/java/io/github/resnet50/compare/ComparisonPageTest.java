package io.github.resnet50.compare;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.compare.ComparisonReport.ComparedImages;
import io.github.resnet50.compare.ComparisonReport.Truth;
import io.github.resnet50.metrics.PairedDifference;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonPageTest {
  @Test
  void whereNothingDiffersThePageSaysSo() throws IOException {
    Truth truth = new Truth("labels.csv", 25, 1, 1, PairedDifference.of(0, 0, 25), 25, 0, 0, 0, 1);
    ComparisonReport report =
        new ComparisonReport(
            "a.csv",
            "b.csv",
            new ComparedImages(25, 0, 0, 0, 0),
            1.0,
            5,
            1.0,
            0.0,
            0.0,
            null,
            truth,
            List.of(),
            List.of(),
            null);
    StringWriter out = new StringWriter();
    new ComparisonPage(report, Path.of("page.html"), "1", path -> Optional.empty()).write(out);
    String page = out.toString();
    assertTrue(page.contains("Both are right on the same images"), page);
    assertTrue(page.contains("Both take every image for the same class"), page);
  }
}
