package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Text;
import io.github.resnet50.metrics.Binning;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * How accurate and how fast a model is with images of several sizes, for a user to pick one; the
 * components, in snake case, are the keys of its JSON file.
 *
 * @param labels where they are from
 */
public record PriceList(
    String tool,
    String version,
    Instant started,
    PricedModel model,
    String labels,
    List<Price> prices) {
  public PriceList {
    prices = List.copyOf(prices);
  }

  /**
   * The model.
   *
   * @param engine what computed
   */
  public record PricedModel(String name, String path, String sha256, String engine) {}

  /**
   * One size.
   *
   * @param inputSize width and height of the model's input in pixels, as {@code 288x288}
   * @param input how images come to it
   * @param images those that were evaluated
   * @param failed those without a prediction: no part of any score
   * @param top5 null where the model has fewer classes
   * @param nll negative log-likelihood in nat
   * @param imagesPerSecond end to end, once the model was running
   */
  public record Price(
      String inputSize,
      String input,
      long images,
      long failed,
      Estimate top1,
      Estimate top5,
      Estimate nll,
      double imagesPerSecond) {
    /** What an evaluation has found. */
    public static Price of(
        String inputSize, String input, Evaluation evaluation, double imagesPerSecond) {
      EvaluationReport.EvaluationScores scores = evaluation.scores(1, new Binning(1, false));
      return new Price(
          inputSize,
          input,
          evaluation.images().evaluated(),
          evaluation.images().failed(),
          scores.metric("top1").orElseThrow(),
          scores.metric("top5").orElse(null),
          scores.metric("nll").orElseThrow(),
          imagesPerSecond);
    }
  }

  private static final Table<Price> TABLE =
      Table.of(
          Column.of("input_size", Price::inputSize).text("input size", "%-10s"),
          Column.of("input", Price::input),
          Column.of("images", Price::images).text("images", "  %6d"),
          Column.of("failed", Price::failed),
          value("top1", Price::top1).text("top-1", "  %6.4f"),
          low("top1_low", Price::top1),
          high("top1_high", Price::top1),
          interval(Price::top1),
          value("top5", Price::top5).text("top-5", "  %6.4f"),
          low("top5_low", Price::top5),
          high("top5_high", Price::top5),
          interval(Price::top5),
          value("nll", Price::nll).text("NLL", "  %6.4f"),
          low("nll_low", Price::nll),
          high("nll_high", Price::nll),
          Column.of("images_per_second", Price::imagesPerSecond).text("images/s", "  %8.1f"));

  private static Column<Price> value(String key, Function<Price, Estimate> of) {
    return number(key, of, Estimate::value);
  }

  private static Column<Price> low(String key, Function<Price, Estimate> of) {
    return number(key, of, Estimate::low);
  }

  private static Column<Price> high(String key, Function<Price, Estimate> of) {
    return number(key, of, Estimate::high);
  }

  private static Column<Price> number(
      String key, Function<Price, Estimate> of, Function<Estimate, Double> part) {
    return Column.of(key, price -> of.apply(price) == null ? null : part.apply(of.apply(price)));
  }

  private static Column<Price> interval(Function<Price, Estimate> of) {
    return Column.<Price>shown(
            price -> {
              Estimate estimate = of.apply(price);
              return estimate == null || !estimate.hasInterval()
                  ? null
                  : Text.format("[%.4f .. %.4f]", estimate.low(), estimate.high());
            })
        .text("95 % interval", "  %-18s");
  }

  /** Writes CSV, a line a size. */
  public void writeCsv(Writer out) throws IOException {
    TABLE.writeCsv(prices, out);
  }

  /** Lines for a terminal, escaped. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    lines.add(
        Text.escape(
            "%s on %s, one size after the other (labels: %s)"
                .formatted(model.name(), model.engine(), labels)));
    lines.add("");
    lines.addAll(TABLE.lines(prices));
    return lines;
  }
}
