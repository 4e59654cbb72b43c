package io.github.resnet50.peers;

import io.github.resnet50.peers.Answers.Agreement;
import io.github.resnet50.peers.Contestant.Kind;
import io.github.resnet50.peers.Rounds.Sample;
import io.github.resnet50.report.timing.HostInfo;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * What was found. The components are the keys of the JSON report.
 *
 * @param model as the user named it
 * @param paths images, as the user named them
 * @param images how many
 * @param peak what the processor could do in fp32; null where it is not known
 * @param rows one a contestant, in the order of the table
 */
record ComparisonReport(
    Instant started,
    HostInfo host,
    String version,
    String model,
    List<String> paths,
    int images,
    int rounds,
    Results.Peak peak,
    List<Row> rows) {

  /**
   * One contestant.
   *
   * @param imagesPerSecond null, as all that was measured, where it did not start
   * @param oursOverIt images a second from files to predictions of the product, over this one's
   * @param wallSeconds of the whole process
   * @param itsWallOverOurs how much longer its process takes than the product's; null where it does
   *     not do the whole work
   * @param samples round by round
   * @param problem why it did not start
   */
  record Row(
      String id,
      String title,
      String kind,
      String setting,
      Spread imagesPerSecond,
      Spread oursOverIt,
      Spread wallSeconds,
      Spread itsWallOverOurs,
      Agreement agreement,
      Agreement agreementOnSameInputs,
      List<Sample> samples,
      String problem) {

    /** Whether it should have started and did not. */
    boolean failed() {
      return problem != null && !problem.equals(Entry.NOT_INSTALLED);
    }
  }

  /** Over the rounds. */
  record Spread(double median, double min, double max) {
    static Spread of(double... values) {
      double[] sorted = values.clone();
      Arrays.sort(sorted);
      int half = sorted.length / 2;
      double median = sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
      return new Spread(median, sorted[0], sorted[sorted.length - 1]);
    }
  }

  /**
   * Ratios are taken round by round: what is measured close together meets the same machine.
   *
   * @param ours the samples of the product from files to predictions
   */
  static List<Row> rows(List<Entry> entries, Map<String, List<Sample>> samples, List<Sample> ours) {
    List<Row> rows = new ArrayList<>();
    for (Entry entry : entries) {
      List<Sample> own = samples.get(entry.id());
      rows.add(own == null ? absent(entry) : row(entry, own, ours));
    }
    return rows;
  }

  private static Row absent(Entry entry) {
    return new Row(
        entry.id(),
        entry.title(),
        entry.kind().text,
        null,
        null,
        null,
        null,
        null,
        entry.agreement(),
        entry.sameInputs(),
        List.of(),
        entry.problem());
  }

  private static Row row(Entry entry, List<Sample> own, List<Sample> ours) {
    double[] rates = own.stream().mapToDouble(Sample::imagesPerSecond).toArray();
    double[] walls = own.stream().mapToDouble(Sample::wallSeconds).toArray();
    double[] rateRatios = new double[rates.length];
    double[] wallRatios = new double[rates.length];
    for (int i = 0; i < rates.length; i++) {
      rateRatios[i] = ours.get(i).imagesPerSecond() / rates[i];
      wallRatios[i] = walls[i] / ours.get(i).wallSeconds();
    }
    return new Row(
        entry.id(),
        entry.title(),
        entry.kind().text,
        entry.contestant().setting(),
        Spread.of(rates),
        Spread.of(rateRatios),
        Spread.of(walls),
        entry.kind() == Kind.END_TO_END ? Spread.of(wallRatios) : null,
        entry.agreement(),
        entry.sameInputs(),
        own,
        null);
  }
}
