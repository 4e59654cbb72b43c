package io.github.resnet50.report.timing;

import io.github.resnet50.basics.Text;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Tally;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The closing summary of a run.
 *
 * @param wallSeconds the whole run
 * @param imagesPerSecond over the steady part
 * @param written the files made
 */
public record Summary(
    RecordCounts records,
    double wallSeconds,
    double imagesPerSecond,
    List<Written> written,
    Optional<Bottleneck> bottleneck) {
  /** How much faster the steady part has to be to be told. */
  private static final double STARTED = 1.25;

  /**
   * The records of a run.
   *
   * @param ok images classified
   * @param failed paths that yielded no prediction
   * @param earlier how many of all these an earlier run has written
   * @param firstFailures some of the failed ones
   * @param blank images of which the model saw a single colour, or nearly so
   * @param firstBlank the names of some of these
   * @param found paths that there are in all; empty where the run was ended before that was known
   */
  public record RecordCounts(
      long ok,
      long failed,
      long earlier,
      List<ItemResult.Failed> firstFailures,
      long blank,
      List<String> firstBlank,
      OptionalLong found) {
    public RecordCounts {
      firstFailures = List.copyOf(firstFailures);
      firstBlank = List.copyOf(firstBlank);
    }

    public RecordCounts(long ok, long failed, long earlier, List<ItemResult.Failed> firstFailures) {
      this(ok, failed, earlier, firstFailures, 0, List.of(), OptionalLong.of(ok + failed));
    }

    /**
     * Counted while they were written.
     *
     * @param found as above
     */
    public static RecordCounts of(Tally tally, OptionalLong found) {
      return new RecordCounts(
          tally.ok(),
          tally.failed(),
          tally.earlier(),
          tally.firstFailures(),
          tally.blank(),
          tally.firstBlank(),
          found);
    }
  }

  /**
   * A file that the run has made.
   *
   * @param what such as {@code Predictions}
   * @param where the path
   */
  public record Written(String what, String where) {}

  public Summary {
    written = List.copyOf(written);
  }

  /** Lines to show to users, safe for a terminal. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    long done = records.ok() + records.failed();
    long all = records.found().orElse(done);
    lines.add(
        Text.format(
            "Classified %d of %d %s%s in %s (%s): %d ok, %d failed",
            records.ok(),
            all,
            all == 1 ? "image" : "images",
            records.found().isPresent() ? "" : " so far",
            Text.duration(wallSeconds),
            rate(done - records.earlier()),
            records.ok(),
            records.failed()));
    if (records.earlier() > 0) {
      lines.add("Done before: " + records.earlier() + " of them");
    }
    lines.addAll(failures(records.failed(), records.firstFailures()));
    if (records.blank() > 0) {
      lines.add(blank());
    }
    for (Written file : written) {
      lines.add(file.what() + ": " + Text.escape(file.where()));
    }
    bottleneck.ifPresent(limit -> lines.add(describe(limit)));
    return lines;
  }

  /**
   * The rate that a reader finds who divides; and that of the steady part where it says more, since
   * the start took long.
   *
   * @param done in this run
   */
  private String rate(long done) {
    double inAll = wallSeconds > 0 ? done / wallSeconds : 0;
    return imagesPerSecond > STARTED * inAll
        ? Text.format("%.1f images/s in all, %.1f images/s once running", inAll, imagesPerSecond)
        : Text.format("%.1f images/s", inAll);
  }

  /**
   * The failed images of any run, safe for a terminal; nothing where there are none.
   *
   * @param failed how many there are
   * @param first some of them
   */
  public static List<String> failures(long failed, List<ItemResult.Failed> first) {
    List<String> lines = new ArrayList<>();
    if (first.isEmpty()) {
      return lines;
    }
    long more = failed - first.size();
    lines.add(more > 0 ? "First failures:" : "Failures:");
    for (ItemResult.Failed failure : first) {
      lines.add("  " + Text.escape(failure.name() + ": " + failure.failure()));
    }
    if (more > 0) {
      lines.add("  ... and " + more + " more");
    }
    return lines;
  }

  private String blank() {
    List<String> names = records.firstBlank().stream().map(Text::escape).toList();
    return "%d %s a single colour, or nearly so, after preprocessing: %s%s"
        .formatted(
            records.blank(),
            records.blank() == 1 ? "image was" : "images were",
            String.join(", ", names),
            records.blank() > names.size() ? ", ..." : "");
  }

  private static String describe(Bottleneck limit) {
    String advice =
        switch (limit.stage()) {
          case READ -> "storage is the limit";
          case DECODE, PREPROCESS -> "more --decoders help while cores are idle";
          case INFERENCE -> "the model takes what the processor gives";
          case WRITE -> "whatever takes the output is the limit";
        };
    return Text.format(
        "Bottleneck: %s, busy %.0f %% of the time; %s",
        limit.stage(), limit.utilisation() * 100, advice);
  }
}
