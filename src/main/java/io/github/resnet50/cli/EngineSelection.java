package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.EngineChoice.Name;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.timing.HostInfo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * Which engine runs a command's models: the one that was asked for; or, where that is left to the
 * program, that of the run that is continued, else the fastest by what is stored of all of them.
 * What is chosen for a model stays so for the whole command, whatever is stored meanwhile.
 */
final class EngineSelection {
  /** What is worth a line in the summary of a long run. */
  private static final double MUCH_FASTER = 2;

  private final EngineChoice choice;
  private final Home home;
  private final Function<Name, String> titles;
  private final Map<Path, Name> chosen = new HashMap<>();
  private Optional<Name> recorded = Optional.empty();

  /**
   * @param titles the names of engines in reports
   */
  EngineSelection(EngineChoice choice, Home home, Function<Name, String> titles) {
    this.choice = choice;
    this.home = home;
    this.titles = titles;
  }

  private boolean isAutomatic() {
    return choice.name() == Name.AUTO;
  }

  /** The engines to be measured: the one that was asked for, else all; the default one first. */
  List<Name> measured() {
    return choice.asked().isEmpty() || isAutomatic() ? Name.ENGINES : List.of(choice.name());
  }

  /**
   * Has a choice that is left to the program fall on the engine of the run that is continued.
   *
   * @param engine its name in the journal; one that is unknown here changes nothing
   */
  void goesOnWith(String engine) {
    recorded = Name.ENGINES.stream().filter(name -> titles.apply(name).equals(engine)).findFirst();
  }

  /** The engine for a model. */
  synchronized Name of(ModelSpec spec) {
    if (choice.asked().filter(name -> name != Name.AUTO).isEmpty()
        && new ModelDirectory(spec.directory()).original().isPresent()) {
      return Name.ONNXRUNTIME; // nothing else runs it
    }
    return isAutomatic()
        ? recorded.orElseGet(() -> chosen.computeIfAbsent(spec.directory(), d -> fastest(spec)))
        : choice.name();
  }

  /** The default one, unless all are measured here with this model. */
  private Name fastest(ModelSpec spec) {
    boolean allMeasured = Name.ENGINES.stream().noneMatch(name -> Double.isNaN(speed(spec, name)));
    return allMeasured
        ? Name.ENGINES.stream()
            .max(Comparator.comparingDouble((Name name) -> speed(spec, name)))
            .orElseThrow()
        : Name.TENSORFLOW;
  }

  /** Which engine is taken and why, where that was left to the program. */
  Optional<String> reason(ModelSpec spec) {
    if (!isAutomatic()) {
      return Optional.empty();
    }
    Name taken = of(spec);
    if (recorded.isPresent()) {
      return Optional.of("engine %s: that of the run that is continued".formatted(taken));
    }
    double tensorFlow = speed(spec, Name.TENSORFLOW);
    double onnxRuntime = speed(spec, Name.ONNXRUNTIME);
    String reason =
        Double.isNaN(tensorFlow) || Double.isNaN(onnxRuntime)
            ? "the default; bench --save has not measured both with this model here"
            : Text.format(
                "as measured here, %.1f images/s on TensorFlow and %.1f on ONNX Runtime",
                tensorFlow, onnxRuntime);
    return Optional.of("engine %s: %s".formatted(taken, reason));
  }

  /** Advice where another engine is known to be much faster here than the one that was named. */
  Optional<String> advice(ModelSpec spec) {
    if (isAutomatic()) {
      return Optional.empty();
    }
    double own = speed(spec, choice.name());
    return Name.ENGINES.stream()
        .filter(name -> speed(spec, name) >= MUCH_FASTER * own)
        .findFirst()
        .map(
            name ->
                Text.format(
                    "%s is %.1f times as fast with this model here: --engine auto takes it",
                    titles.apply(name), speed(spec, name) / own));
  }

  /** Images a second as stored; NaN where nothing is, or the model cannot be read. */
  private double speed(ModelSpec spec, Name name) {
    Recommendations recommendations = new Recommendations(home);
    if (!recommendations.exist()) {
      return Double.NaN;
    }
    try {
      return recommendations
          .find(ContentHash.in(home).of(spec), HostInfo.detect(titles.apply(name), null, null))
          .map(Recommendations.Stored::imagesPerSecond)
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN; // whoever runs it says so
    }
  }
}
