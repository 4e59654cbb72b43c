package io.github.resnet50.report.html;

import io.github.resnet50.report.ItemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The records of a run that failed: the first of them, and how many there are. For one thread. */
public final class Failures {
  private static final int MOST = 500;

  private final List<FailedImage> rows = new ArrayList<>();
  private long failed;

  /** An image without a prediction. */
  public record FailedImage(String path, String kind, String message) {}

  /** The model of {@code failures.html}. */
  public record FailureList(String summary, List<FailedImage> rows) {}

  public void add(ItemResult.Failed result) {
    failed++;
    if (rows.size() < MOST) {
      rows.add(
          new FailedImage(
              result.name(), result.failure().kind().toString(), result.failure().message()));
    }
  }

  /**
   * Null where nothing failed.
   *
   * @param records failed or not
   */
  public FailureList view(long records) {
    if (failed == 0) {
      return null;
    }
    String summary =
        failed > rows.size()
            ? String.format(
                Locale.ROOT,
                "The first %,d of %,d; the prediction file has all of them.",
                rows.size(),
                failed)
            : String.format(Locale.ROOT, "%,d of %,d records.", failed, records);
    return new FailureList(summary, List.copyOf(rows));
  }
}
