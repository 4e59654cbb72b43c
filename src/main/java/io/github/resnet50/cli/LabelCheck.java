package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.TrueLabels;
import io.github.resnet50.model.labelled.UnmatchedLabels;
import io.github.resnet50.report.PredictionReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * Looks at all labels before a model runs: those that mean no class, or several, are told in one
 * note; where nothing matches, nothing runs.
 *
 * @param labels of images, by their paths
 * @param classes that labels should mean
 * @param notes receives the note
 */
record LabelCheck(TrueLabels labels, LabelIndex classes, Consumer<String> notes) {

  /** Of all images of a walk. */
  void check(ScanOptions scan) throws UsageException, IOException {
    UnmatchedLabels found = new UnmatchedLabels(classes, labels);
    try (ImageScanner images = new ImageScanner(scan)) {
      while (images.hasNext()) {
        String name = images.next().name();
        found.add(labels.of(name), name);
      }
    }
    tell(found);
  }

  /** Of these images. */
  void check(List<String> paths) throws UsageException {
    UnmatchedLabels found = new UnmatchedLabels(classes, labels);
    paths.forEach(path -> found.add(labels.of(path), path));
    tell(found);
  }

  /**
   * Of all images of a prediction file.
   *
   * @param open whether the file need not name every class: unknown labels are not told
   */
  void check(Path predictions, boolean open) throws UsageException, IOException {
    UnmatchedLabels found = new UnmatchedLabels(classes, labels);
    try (PredictionReader records = PredictionReader.open(predictions)) {
      while (records.hasNext()) {
        String name = records.next().name();
        found.add(labels.of(name), name);
      }
      if (records.overfull() > 0) {
        notes.accept(
            "%s: in %d of its records probabilities add up to more than 1, as where each class is scored on its own: NLL, Brier and calibration mean little then"
                .formatted(predictions, records.overfull()));
      }
    }
    if (open) {
      requireOne(found, "; with --model, labels are checked against all classes");
      found.ambiguous().ifPresent(notes);
    } else {
      tell(found);
    }
  }

  private void tell(UnmatchedLabels found) throws UsageException {
    requireOne(found, "");
    found.note().ifPresent(notes);
  }

  private void requireOne(UnmatchedLabels found, String hint) throws UsageException {
    if (found.nothingMatches()) {
      throw new UsageException(
          found.nothing(labels.source())
              + "; a label is a class's id, name or index: see --labels"
              + hint);
    }
  }
}
