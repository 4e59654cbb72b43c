package io.github.resnet50.compress;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A label for people: a line a fact, name and value. */
record LabelLines(CompressionLabel label) {

  List<List<String>> all() {
    List<List<String>> lines = new ArrayList<>();
    CompressionLabel.Original original = label.original();
    lines.add(
        List.of(
            "made of", original.name() + " (sha256 " + original.sha256().substring(0, 12) + ")"));
    if (label.pruning() != null) {
      lines.add(List.of("pruned", pruned(label.pruning())));
      lines.add(List.of("arithmetic", arithmetic(label.pruning())));
    }
    if (label.int8() != null) {
      lines.add(List.of("int8", quantised(label.int8())));
      lines.add(List.of("ranges", ranges(label.int8())));
    }
    lines.add(List.of("fitted to", told(label.calibration())));
    lines.add(List.of("priced on", pricedOn()));
    lines.add(List.of("same top-1", agreement(label.price())));
    lines.add(List.of("|dp|, KL", difference(label.price())));
    lines.add(List.of("accuracy", accuracy(label.price())));
    lines.add(List.of("size", size()));
    lines.add(List.of("speed", speed()));
    lines.add(List.of("start", start()));
    for (PruningCurve.Point point : label.curve()) {
      lines.add(List.of(String.format(Locale.ROOT, "at %.2f", point.fraction()), point.text()));
    }
    return lines;
  }

  private static String pruned(PruningChoice pruning) {
    return String.format(
        Locale.ROOT,
        "%d of %d channels between convolutions removed (%d never fire), at most %.3f of them",
        pruning.removed(),
        pruning.channels(),
        pruning.dead(),
        pruning.fraction());
  }

  private static String arithmetic(PruningChoice pruning) {
    return String.format(
        Locale.ROOT,
        "%.3f -> %.3f GFLOP an image (%.1f %% less)",
        pruning.flopsBefore() / 1e9,
        pruning.flopsAfter() / 1e9,
        100 - 100.0 * pruning.flopsAfter() / pruning.flopsBefore());
  }

  private static String quantised(Int8Choice int8) {
    String kept =
        int8.kept().isEmpty() ? "" : ", " + int8.kept().size() + " kept in float for accuracy";
    return String.format(
        Locale.ROOT,
        "%d convolutions%s; %.1f %% of the arithmetic",
        int8.quantized(),
        kept,
        100 * int8.share());
  }

  private static String ranges(Int8Choice int8) {
    return int8.clipping().words() + (int8.biasCorrected() ? ", biases corrected" : "");
  }

  private static String told(CompressionLabel.Images images) {
    return images.count() + " images (" + images.source() + ")";
  }

  private String pricedOn() {
    return told(label.evaluation())
        + (label.disjoint() ? "" : ", the same that it was fitted to: it may look too good");
  }

  private static String agreement(Price price) {
    return String.format(
        Locale.ROOT,
        "%d of %d (%.1f %%)",
        price.sameTop1(),
        price.images(),
        100.0 * price.sameTop1() / Math.max(1, price.images()));
  }

  private static String difference(Price price) {
    return String.format(
        Locale.ROOT,
        "mean %.4f of the top class, max %.4f of any; KL %.4f nats",
        price.meanDifference(),
        price.maxDifference(),
        price.meanDivergence());
  }

  private static String accuracy(Price price) {
    if (price.labelled() == 0) {
      return "not known: the images have no labels of the model";
    }
    return String.format(
        Locale.ROOT,
        "%.1f %% -> %.1f %% (%d -> %d of %d right)",
        100.0 * price.correctBefore() / price.labelled(),
        100.0 * price.correctAfter() / price.labelled(),
        price.correctBefore(),
        price.correctAfter(),
        price.labelled());
  }

  private String size() {
    return String.format(
        Locale.ROOT,
        "%.1f MB -> %.1f MB (%.0f %%)",
        label.before().bytes() / 1e6,
        label.after().bytes() / 1e6,
        100.0 * label.after().bytes() / label.before().bytes());
  }

  private String speed() {
    return String.format(
        Locale.ROOT,
        "%.1f -> %.1f images/s (%.2fx; %d threads, batch %d, without decoding)",
        label.before().imagesPerSecond(),
        label.after().imagesPerSecond(),
        label.after().imagesPerSecond() / label.before().imagesPerSecond(),
        label.after().threads(),
        label.after().batch());
  }

  private String start() {
    return String.format(
        Locale.ROOT,
        "%.2f s -> %.2f s from file to the first batch's result",
        label.before().firstBatchSeconds(),
        label.after().firstBatchSeconds());
  }
}
