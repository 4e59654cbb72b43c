package io.github.resnet50.cli;

import io.github.resnet50.cli.options.DecisionOptions;
import io.github.resnet50.cli.options.PredictionsOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.decision.Decider;
import io.github.resnet50.decision.DecisionRequest;
import io.github.resnet50.decision.Outline;
import io.github.resnet50.decision.Taxonomy;
import io.github.resnet50.decision.WordNet;
import io.github.resnet50.recorded.AnswerKind;
import io.github.resnet50.recorded.NamedClasses;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.recorded.RecordedNames;
import io.github.resnet50.report.RecordExtent;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The predictions that a command works on, with the answers that its options ask for. */
final class Predictions {
  private final Path file;
  private final String base;
  private final Decider decider;
  private final DecisionRequest request;
  private RecordedNames names; // null: nobody has asked

  /**
   * @param notes hears what the user should know
   */
  Predictions(PredictionsOptions options, DecisionOptions decision, Consumer<String> notes)
      throws UsageException, IOException {
    this.file = options.file();
    this.base = options.base();
    decision.read();
    this.decider =
        decision.isGiven()
            ? decision.decider(file, RecordedNames.classes(file), notes)
            : Decider.NONE;
    this.request = decision.request();
  }

  Path file() {
    return file;
  }

  /** What it names; the file is read for that. */
  RecordedNames names() throws IOException {
    if (names == null) {
      names = RecordedNames.of(file, decider::decide);
    }
    return names;
  }

  /** What people see above its classes. */
  Outline outline() throws IOException {
    return request.outline(names().classes());
  }

  /** Its records from the first on, without their features. */
  RecordedImages open() throws IOException {
    return open(RecordExtent.DETAILS);
  }

  /** The same with their features. */
  RecordedImages openWithFeatures() throws IOException {
    return open(RecordExtent.FEATURES);
  }

  private RecordedImages open(RecordExtent extent) throws IOException {
    return new RecordedImages(file, extent, base, decider::decide);
  }

  /**
   * Makes sure that there are answers of a kind.
   *
   * @param option that asks for them
   */
  void require(String option, AnswerKind kind) throws UsageException, IOException {
    if (names().answers(kind).isEmpty() && !names().classes().isEmpty()) {
      String hint =
          kind == AnswerKind.ROLLUP ? "--rollup P rolls them up" : "--rules FILE gives them";
      throw new UsageException(
          "%s %s: %s has no such answers; %s".formatted(option, kind, file, hint));
    }
  }

  /**
   * What names mean in it.
   *
   * @param option with which they are given
   * @param more names that count besides
   * @return empty where none is given
   */
  Optional<NamedClasses> named(String option, List<String> given, Collection<String> more)
      throws UsageException, IOException {
    if (given.isEmpty()) {
      return Optional.empty();
    }
    try {
      Taxonomy own = request.taxonomy();
      Taxonomy tree = own == null ? WordNet.taxonomy() : own;
      return Optional.of(new NamedClasses(given, names(), tree, more));
    } catch (NamedClasses.UnknownNameException e) {
      throw new UsageException(option + " " + e.getMessage(), e);
    }
  }
}
