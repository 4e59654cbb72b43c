package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.walk.ImageWalk;
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
    try (ImageWalk images = labels.walk(scan)) {
      while (images.hasNext()) {
        add(images.next().name(), found);
      }
    }
    tell(found);
  }

  /** Of these images. */
  void check(List<String> paths) throws UsageException {
    UnmatchedLabels found = new UnmatchedLabels(classes, labels);
    paths.forEach(path -> add(path, found));
    tell(found);
  }

  private void add(String name, UnmatchedLabels found) {
    found.add(labels.of(name), labels.match(name, classes), name);
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
        add(records.next().name(), found);
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
    labels.note().ifPresent(notes);
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
