package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import io.github.resnet50.report.ItemResult;
import java.util.ArrayList;
import java.util.List;

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
              result.name(), result.failure().kind().label(), result.failure().message()));
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
            ? "The first %s of %s; the prediction file has all of them."
                .formatted(COUNT.of(rows.size()), COUNT.of(failed))
            : "%s of %s records.".formatted(COUNT.of(failed), COUNT.of(records));
    return new FailureList(summary, List.copyOf(rows));
  }
}
