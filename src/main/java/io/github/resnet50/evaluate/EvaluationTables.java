package io.github.resnet50.evaluate;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SCORE;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.Text;
import io.github.resnet50.evaluate.DecisionScores.Rates;
import io.github.resnet50.evaluate.DecisionScores.Score;
import io.github.resnet50.evaluate.EvaluationReport.EvaluatedClass;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.evaluate.TemperatureFit.Effect;
import io.github.resnet50.evaluate.ThresholdFitter.FittedThreshold;
import io.github.resnet50.metrics.Binning.Bin;
import io.github.resnet50.metrics.ConfusionMatrix.ClassPair;
import io.github.resnet50.metrics.Estimate;
import io.github.resnet50.metrics.Metric;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** The columns of an evaluation's tables: on a terminal, in CSV files and on the page. */
final class EvaluationTables {
  static final Table<EvaluatedClass> CLASSES =
      Table.of(
          Column.of("index", EvaluatedClass::index),
          Column.of("id", EvaluatedClass::id),
          Column.of("label", EvaluatedClass::label),
          Column.of("support", EvaluatedClass::support),
          Column.of("predicted", EvaluatedClass::predicted),
          Column.of("correct", EvaluatedClass::correct),
          Column.of("precision", EvaluatedClass::precision),
          Column.of("recall", EvaluatedClass::recall),
          Column.of("f1", EvaluatedClass::f1));

  static final Table<Bin> RELIABILITY =
      Table.of(
          Column.<Bin>shown(bin -> Text.format("%.3f .. %.3f", bin.low(), bin.high()))
              .text("confidence", "%-14s"),
          Column.shown(Bin::images).text("images", " %7d"),
          Column.shown(Bin::confidence).text("mean conf.", " %11.3f"),
          Column.shown(Bin::accuracy).text("accuracy", " %9.3f"),
          Column.<Bin>shown(
                  bin -> Text.format("%.3f .. %.3f", bin.accuracyLow(), bin.accuracyHigh()))
              .text("95 % interval", "  %s"));

  static final Table<FittedThreshold> THRESHOLDS =
      Table.of(
          Column.shown(FittedThreshold::score).page("Score").naming(),
          Column.shown(FittedThreshold::value).page("Threshold", SCORE),
          Column.shown(EvaluationText::kept).page("Right and certain"),
          Column.<FittedThreshold>shown(t -> EvaluationText.flagged(t).orElse(null))
              .page("Wrong and flagged")
              .absent("none is wrong"));

  private static final Table<EffectRow> TEMPERATURE =
      Table.of(
          Column.shown(EffectRow::name).text("", "%-10s").page("Part").naming(),
          Column.<EffectRow>shown(part -> part.effect().images())
              .text("images", " %7d")
              .page("Images", COUNT),
          change("NLL", Effect::nllBefore, Effect::nllAfter),
          change("Brier score", Effect::brierBefore, Effect::brierAfter),
          change("ECE", Effect::eceBefore, Effect::eceAfter));

  /** One way to answer from one threshold on. */
  record DecisionRow(String name, Rates rates) {
    Double right() {
      return rates.right() == null ? null : (Double) rates.right().value();
    }
  }

  static final Table<DecisionRow> DECISIONS =
      Table.of(
          Column.shown(DecisionRow::name).text("", "%-19s").page("Answer").naming(),
          Column.<DecisionRow>shown(row -> row.rates().answered().value())
              .text("answered", " %8.4f")
              .page("Answered", SHARE),
          Column.<DecisionRow>shown(row -> row.rates().answered())
              .text("95 % interval", "  %-16s", row -> ends(row.rates().answered()))
              .page("95 % interval", row -> shares(row.rates().answered())),
          Column.shown(DecisionRow::right).text("right", " %8.4f").page("Right of these", SHARE),
          Column.<DecisionRow>shown(row -> row.rates().right())
              .text("95 % interval", "  %-16s", row -> ends(row.rates().right()))
              .page("95 % interval", row -> shares(row.rates().right())),
          Column.<DecisionRow>shown(row -> row.rates().medianClasses())
              .text("classes, median", "  %15d")
              .page("Classes that answers leave open, median", COUNT),
          Column.<DecisionRow>shown(row -> row.rates().p90Classes())
              .text("90 %", " %5d")
              .page("90 % of answers at most", COUNT));

  /** A figure of decisions as a line of the metrics. */
  record DecisionFigure(String name, Estimate estimate) {}

  /** With the columns of {@link #metrics}. */
  static final Table<DecisionFigure> DECISION_FIGURES =
      Table.of(
          Column.of("metric", DecisionFigure::name),
          Column.of("value", figure -> figure.estimate().value()),
          Column.of("low", figure -> figure.estimate().low()),
          Column.of("high", figure -> figure.estimate().high()));

  private EvaluationTables() {}

  /** Rows are the keys of the scores' metrics. */
  static Table<Metric> metrics(EvaluationScores scores) {
    Map<Metric, Estimate> estimates = scores.metrics();
    return Table.of(
        Column.of("metric", Metric::name)
            .text("metric", "%-16s")
            .page("Metric", Metric::title)
            .naming(),
        Column.<Metric>of("value", m -> estimates.get(m).value())
            .text("value", " %8.4f")
            .page("Value", m -> value(m, estimates.get(m))),
        Column.of("low", m -> estimates.get(m).low()),
        Column.of("high", m -> estimates.get(m).high()),
        Column.<Metric>shown(m -> estimates.get(m))
            .text("95 % interval", "  %s", m -> range(m, estimates.get(m), EvaluationTables::text))
            .page("95 % interval", m -> interval(m, estimates.get(m))),
        Column.<Metric>shown(m -> by(estimates.get(m))).page("By").left());
  }

  /** A metric's value as formatted on pages. */
  static String value(Metric metric, Estimate e) {
    return figure(metric).of(e.value());
  }

  /** A metric's interval as formatted on pages. */
  static String interval(Metric metric, Estimate e) {
    return range(metric, e, (low, high) -> figure(metric).between(low, high));
  }

  private static Figure figure(Metric metric) {
    return metric.percent() ? SHARE : SCORE;
  }

  private static String text(double low, double high) {
    return Text.format("%.4f .. %.4f", low, high);
  }

  private static String by(Estimate e) {
    return switch (e.interval()) {
      case WILSON -> "Wilson";
      case SCORE -> "score";
      case HALL -> "Hall";
      case STUDENT -> "Student";
      case NORMAL -> "normal";
      case BOOTSTRAP -> "bootstrap";
      case NONE -> "";
    };
  }

  /** The ends of an interval. */
  private interface Ends {
    String between(double low, double high);
  }

  private static String range(Metric metric, Estimate e, Ends ends) {
    return e.hasInterval() ? ends.between(e.low(), e.high()) : metric.without();
  }

  /** Rows are the cells of the scores' confusion matrix. */
  static Table<ClassPair> confusion(EvaluationScores scores) {
    Map<Integer, EvaluatedClass> classes =
        scores.classes().stream().collect(Collectors.toMap(EvaluatedClass::index, c -> c));
    Function<ClassPair, EvaluatedClass> truth = cell -> classes.get(cell.trueClass());
    Function<ClassPair, EvaluatedClass> predicted = cell -> classes.get(cell.predictedClass());
    return Table.of(
        Column.of("true_index", ClassPair::trueClass),
        Column.of("true_id", truth.andThen(EvaluatedClass::id)),
        Column.of("true_label", truth.andThen(EvaluatedClass::label)),
        Column.of("predicted_index", ClassPair::predictedClass),
        Column.of("predicted_id", predicted.andThen(EvaluatedClass::id)),
        Column.of("predicted_label", predicted.andThen(EvaluatedClass::label)),
        Column.of("images", ClassPair::images));
  }

  static List<DecisionRow> rows(List<Score> scores) {
    List<DecisionRow> rows = new ArrayList<>();
    for (Score score : scores) {
      String from = " from " + Decimals.shortest((float) score.threshold());
      boolean isRollUp = score.by().equals("rollup");
      rows.add(new DecisionRow(isRollUp ? "roll-up" + from : "rules", score.decided()));
      rows.add(new DecisionRow("top-1" + from, score.top1()));
    }
    return rows;
  }

  static List<DecisionFigure> figures(List<Score> scores) {
    List<DecisionFigure> figures = new ArrayList<>();
    for (Score score : scores) {
      addFigures(figures, score.by() + "_", score.decided());
      addFigures(figures, score.by() + "_top1_", score.top1());
    }
    return figures;
  }

  private static void addFigures(List<DecisionFigure> figures, String prefix, Rates rates) {
    figures.add(new DecisionFigure(prefix + "answered", rates.answered()));
    if (rates.right() != null) {
      figures.add(new DecisionFigure(prefix + "right", rates.right()));
    }
  }

  private static String ends(Estimate e) {
    return e == null ? null : text(e.low(), e.high());
  }

  private static String shares(Estimate e) {
    return e == null ? null : SHARE.between(e.low(), e.high());
  }

  /** The effect of a temperature on some images. */
  record EffectRow(String name, Effect effect) {}

  static List<String> lines(TemperatureFit fit) {
    return TEMPERATURE.lines(parts(fit));
  }

  static Table.View view(TemperatureFit fit) {
    return TEMPERATURE.view(parts(fit));
  }

  private static List<EffectRow> parts(TemperatureFit fit) {
    return List.of(
        new EffectRow("fitted on", fit.fitting()), new EffectRow("held out", fit.heldOut()));
  }

  private static Column<EffectRow> change(
      String heading, ToDoubleFunction<Effect> before, ToDoubleFunction<Effect> after) {
    ToDoubleFunction<EffectRow> old = part -> before.applyAsDouble(part.effect());
    ToDoubleFunction<EffectRow> now = part -> after.applyAsDouble(part.effect());
    return Column.<EffectRow>shown(
            part -> Text.format("%8.4f -> %7.4f", old.applyAsDouble(part), now.applyAsDouble(part)))
        .text(heading, "  %-19s")
        .page(
            heading,
            part -> SCORE.of(old.applyAsDouble(part)) + " → " + SCORE.of(now.applyAsDouble(part)));
  }

  /** Rows are names of corruptions; a page has one column per severity that was tried. */
  static Table<String> robustness(Robustness robustness) {
    IntFunction<Column<String>> severity =
        s -> {
          Column<String> column =
              Column.<String>shown(name -> robustness.top1(name, s)).text("" + s, " %7.3f");
          return (robustness.severities().contains(s) ? column.page("" + s, SHARE) : column)
              .absent("");
        };
    return Table.of(
        Column.<String>shown(name -> name).text("", "%-18s").page("Corruption").naming(),
        severity.apply(1),
        severity.apply(2),
        severity.apply(3),
        severity.apply(4),
        severity.apply(5),
        Column.<String>shown(robustness.corruptions()::get)
            .text("mean", " %7.3f")
            .page("Mean", SHARE));
  }
}
