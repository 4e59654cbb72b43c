package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.basics.Inline;
import java.io.IOException;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReportJsonTest {
  public record Report(String tool, @Inline Part firstPart, List<Size> sizes, Size noSize) {}

  public record Part(Instant startedAt, @Inline Size size, Double missing) {}

  public record Size(int width, float height) {}

  @Test
  void inlineComponentsStandInTheirRecordsPlace() throws IOException {
    StringWriter out = new StringWriter();
    Size size = new Size(3, 0.1f);
    ReportJson.write(
        new Report("x", new Part(Instant.EPOCH, size, null), List.of(size), null), out);
    assertEquals(
        """
        {
          "tool": "x",
          "started_at": "1970-01-01T00:00:00Z",
          "width": 3,
          "height": 0.1,
          "missing": null,
          "sizes": [
            {
              "width": 3,
              "height": 0.1
            }
          ],
          "no_size": null
        }
        """,
        out.toString());
  }
}
