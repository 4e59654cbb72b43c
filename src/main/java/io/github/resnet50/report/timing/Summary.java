package io.github.resnet50.report.timing;

import io.github.resnet50.basics.Text;
import io.github.resnet50.report.ItemResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The closing summary of a run.
 *
 * @param ok images classified
 * @param failed paths that yielded no prediction
 * @param earlier how many of all these an earlier run has done
 * @param firstFailures some of them
 * @param wallSeconds the whole run
 * @param imagesPerSecond over the steady part
 * @param written the files made
 */
public record Summary(
    long ok,
    long failed,
    long earlier,
    List<ItemResult.Failed> firstFailures,
    double wallSeconds,
    double imagesPerSecond,
    List<Written> written,
    Optional<Bottleneck> bottleneck) {

  /**
   * A file that the run has made.
   *
   * @param what such as {@code Predictions}
   * @param where the path
   */
  public record Written(String what, String where) {}

  public Summary {
    firstFailures = List.copyOf(firstFailures);
    written = List.copyOf(written);
  }

  /** Lines to show to users, safe for a terminal. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.format(
            Locale.ROOT,
            "Classified %d of %d %s in %s (%.1f images/s): %d ok, %d failed",
            ok,
            ok + failed,
            ok + failed == 1 ? "image" : "images",
            Text.duration(wallSeconds),
            imagesPerSecond,
            ok,
            failed));
    if (earlier > 0) {
      lines.add("Done before: " + earlier + " of them");
    }
    addFailures(lines);
    for (Written file : written) {
      lines.add(file.what() + ": " + Text.escape(file.where()));
    }
    bottleneck.ifPresent(limit -> lines.add(describe(limit)));
    return lines;
  }

  private void addFailures(List<String> lines) {
    if (firstFailures.isEmpty()) {
      return;
    }
    long untold = failed - firstFailures.size();
    lines.add(untold > 0 ? "First failures:" : "Failures:");
    for (ItemResult.Failed failure : firstFailures) {
      lines.add("  " + Text.escape(failure.name() + ": " + failure.failure()));
    }
    if (untold > 0) {
      lines.add("  ... and " + untold + " more");
    }
  }

  private static String describe(Bottleneck limit) {
    String advice =
        switch (limit.stage()) {
          case READ -> "storage is the limit";
          case DECODE, PREPROCESS -> "more --decoders help while cores are idle";
          case INFERENCE -> "the model takes what the processor gives";
          case WRITE -> "whatever takes the output is the limit";
        };
    return String.format(
        Locale.ROOT,
        "Bottleneck: %s, busy %.0f %% of the time; %s",
        limit.stage(),
        limit.utilisation() * 100,
        advice);
  }
}
