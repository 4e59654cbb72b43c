package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.cli.options.EngineChoice;
import io.github.resnet50.cli.options.EngineChoice.Name;
import io.github.resnet50.engine.Kernels;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.timing.HostInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Which engine runs a command's models, and whose kernels in it: what was asked for; or, where that
 * is left to the program, as in the run that is continued, else the fastest by what is stored of
 * all. What is chosen for a model stays so for the whole command, whatever is stored meanwhile.
 */
final class EngineSelection {
  /** What is worth a line in the summary of a long run. */
  private static final double MUCH_FASTER = 2;

  private static final String NOT_MEASURED =
      "the default; bench --save has not measured both with this model here";

  private final EngineChoice choice;
  private final Optional<Kernels> chosenKernels;
  private final Home home;
  private final Function<EngineVariant, String> titles;
  private final Map<String, EngineVariant> chosen = new HashMap<>();
  private Optional<EngineVariant> recorded = Optional.empty();

  /**
   * @param chosenKernels as the user chose them
   * @param titles the names of engines in reports
   */
  EngineSelection(
      EngineChoice choice,
      Optional<Kernels> chosenKernels,
      Home home,
      Function<EngineVariant, String> titles) {
    this.choice = choice;
    this.chosenKernels = chosenKernels;
    this.home = home;
    this.titles = titles;
  }

  private boolean isAutomatic() {
    return choice.name() == Name.AUTO;
  }

  /** What is to be measured: the engine that was asked for, else all; the default one first. */
  List<EngineVariant> measured(ModelSpec spec) {
    if (isLeftOpen() && spec.original().isPresent()) {
      return List.of(EngineVariant.of(Name.ONNXRUNTIME));
    }
    List<Name> names = isLeftOpen() ? Name.ENGINES : List.of(choice.name());
    return names.stream().flatMap(this::variants).toList();
  }

  private boolean isLeftOpen() {
    return choice.asked().isEmpty() || isAutomatic();
  }

  /** Those of an engine that the user leaves open and that are not the same. */
  private Stream<EngineVariant> variants(Name name) {
    Set<String> seen = new HashSet<>();
    return EngineVariant.all(name).stream()
        .map(variant -> name == Name.TENSORFLOW ? withChosenKernels(variant) : variant)
        .filter(variant -> seen.add(titles.apply(variant)));
  }

  private EngineVariant withChosenKernels(EngineVariant variant) {
    return new EngineVariant(variant.name(), chosenKernels.orElse(variant.kernels()));
  }

  /**
   * Has what is left to the program fall on what the run that is continued has computed with.
   *
   * @param engine its name in the journal; one that is unknown here changes nothing
   */
  void goesOnWith(String engine) {
    recorded =
        Name.ENGINES.stream()
            .flatMap(name -> EngineVariant.all(name).stream())
            .filter(variant -> titles.apply(variant).equals(engine))
            .findFirst();
  }

  /** What computes a model. */
  synchronized EngineVariant of(ModelSpec spec) {
    return chosen.computeIfAbsent(spec.directory() + spec.sizeKey(), key -> choose(spec));
  }

  private EngineVariant choose(ModelSpec spec) {
    if (isLeftOpen() && spec.original().isPresent()) {
      return EngineVariant.of(Name.ONNXRUNTIME);
    }
    if (!isAutomatic()) {
      return variant(choice.name(), spec);
    }
    if (recorded.isPresent()) {
      return variant(recorded.get().name(), spec);
    }
    return fastest(Name.ENGINES.stream().map(name -> variant(name, spec)).toList(), spec);
  }

  /** An engine, with the kernels that it takes for a model. */
  private EngineVariant variant(Name name, ModelSpec spec) {
    if (name != Name.TENSORFLOW) {
      return EngineVariant.of(name);
    }
    if (chosenKernels.isPresent() || spec.compression().isPresent()) {
      return withChosenKernels(EngineVariant.DEFAULT);
    }
    if (recorded.isPresent() && recorded.get().name() == name) {
      return recorded.get();
    }
    return fastest(EngineVariant.all(name), spec);
  }

  /** The first of the fastest ones; the first of all, where not all have been measured. */
  private EngineVariant fastest(List<EngineVariant> variants, ModelSpec spec) {
    EngineVariant fastest = variants.get(0);
    double most = 0;
    for (EngineVariant variant : variants) {
      double speed = speed(spec, variant);
      if (Double.isNaN(speed)) {
        return variants.get(0);
      }
      if (speed > most) {
        most = speed;
        fastest = variant;
      }
    }
    return fastest;
  }

  /** The kernels that compute a model; empty on engines that leave no choice. */
  Optional<String> kernels(ModelSpec spec) {
    return Optional.of(of(spec))
        .filter(variant -> variant.name() == Name.TENSORFLOW)
        .map(variant -> variant.kernels().toString());
  }

  /** Why that is taken which {@link #of} gives, a line for each choice of the program. */
  List<String> reasons(ModelSpec spec) {
    EngineVariant taken = of(spec);
    List<String> reasons = new ArrayList<>();
    if (isAutomatic()) {
      reasons.add("engine %s: %s".formatted(taken.name(), whyEngine(spec)));
    }
    if (taken.name() == Name.TENSORFLOW) {
      reasons.add("kernels %s: %s".formatted(taken.kernels(), whyKernels(spec, taken)));
    }
    return reasons;
  }

  private String whyEngine(ModelSpec spec) {
    if (spec.original().isPresent()) {
      return "the model came as a file of ONNX, and runs as it came";
    }
    if (recorded.isPresent()) {
      return "that of the run that is continued";
    }
    double tensorFlow = speed(spec, variant(Name.TENSORFLOW, spec));
    double onnxRuntime = speed(spec, variant(Name.ONNXRUNTIME, spec));
    return Double.isNaN(tensorFlow) || Double.isNaN(onnxRuntime)
        ? NOT_MEASURED
        : Text.format(
            "as measured here, %.1f images/s on TensorFlow and %.1f on ONNX Runtime",
            tensorFlow, onnxRuntime);
  }

  private String whyKernels(ModelSpec spec, EngineVariant taken) {
    if (chosenKernels.isPresent()) {
      return "by " + Kernels.VARIABLE;
    }
    if (spec.compression().isPresent()) {
      return "compressed forms have no others";
    }
    if (recorded.filter(taken::equals).isPresent()) {
      return "those of the run that is continued";
    }
    List<Double> speeds =
        EngineVariant.all(Name.TENSORFLOW).stream().map(variant -> speed(spec, variant)).toList();
    return speeds.stream().anyMatch(speed -> speed.isNaN())
        ? NOT_MEASURED
        : Text.format(
            "as measured here, %.1f images/s by %s and %.1f by %s",
            speeds.get(0), Kernels.ONEDNN.title(), speeds.get(1), Kernels.EIGEN.title());
  }

  /** Advice where another engine is known to be much faster here than the one that was named. */
  Optional<String> advice(ModelSpec spec) {
    if (isAutomatic()) {
      return Optional.empty();
    }
    double own = speed(spec, of(spec));
    return Name.ENGINES.stream()
        .filter(name -> name != choice.name())
        .map(name -> variant(name, spec))
        .filter(variant -> speed(spec, variant) >= MUCH_FASTER * own)
        .findFirst()
        .map(
            variant ->
                Text.format(
                    "%s is %.1f times as fast with this model here: --engine auto takes it",
                    titles.apply(variant), speed(spec, variant) / own));
  }

  /** Images a second as stored; NaN where nothing is, or the model cannot be read. */
  private double speed(ModelSpec spec, EngineVariant variant) {
    Recommendations recommendations = new Recommendations(home);
    if (!recommendations.exist()) {
      return Double.NaN;
    }
    try {
      return recommendations
          .find(
              Recommendations.key(ContentHash.in(home).of(spec), spec),
              HostInfo.detect(titles.apply(variant), null, null))
          .map(Recommendations.Stored::imagesPerSecond)
          .orElse(Double.NaN);
    } catch (IOException e) {
      return Double.NaN; // whoever runs it says so
    }
  }
}
