package io.github.resnet50.bench;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.TimingReport;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One benchmark: the engines up, every model loaded with its images, then all settings of all
 * models measured in turns. With one model the machine's own ceiling is measured too.
 */
public final class BenchRun {
  private final BenchConfig config;
  private final ScanOptions scan;
  private final BenchListener listener;

  /**
   * A model and how it is run.
   *
   * @param sha256 of the model
   * @param engine that runs it
   * @param settings at least one
   */
  public record ModelUnderTest(
      ModelSpec spec, String sha256, Engine engine, List<Setting> settings) {
    public ModelUnderTest {
      settings = List.copyOf(settings);
    }
  }

  /**
   * @param scan which images; null for noise
   */
  public BenchRun(BenchConfig config, ScanOptions scan, BenchListener listener) {
    this.config = config;
    this.scan = scan;
    this.listener = listener;
  }

  /**
   * Runs the benchmark of one model.
   *
   * @param candidates the model, once for each engine; engines but the first are left out where
   *     they do not run it
   * @param version the program's
   * @throws NoImageException where no image can be decoded
   */
  public BenchReport settings(List<ModelUnderTest> candidates, String version)
      throws ModelException,
          InferenceException,
          NoImageException,
          IOException,
          InterruptedException {
    return run(candidates, version, false);
  }

  /**
   * Runs the benchmark of several models, each in its only setting.
   *
   * @param candidates the first is what others are compared with
   * @param version the program's
   * @throws NoImageException where no image can be decoded
   */
  public BenchReport comparison(List<ModelUnderTest> candidates, String version)
      throws ModelException,
          InferenceException,
          NoImageException,
          IOException,
          InterruptedException {
    return run(candidates, version, true);
  }

  /** A candidate that is loaded. */
  private record Loaded(
      ModelUnderTest candidate, EngineInfo engine, double engineSeconds, BenchModel model) {}

  private BenchReport run(List<ModelUnderTest> candidates, String version, boolean comparison)
      throws ModelException,
          InferenceException,
          NoImageException,
          IOException,
          InterruptedException {
    Instant started = Instant.now();
    List<Loaded> loaded = new ArrayList<>();
    try {
      for (ModelUnderTest candidate : candidates) {
        try {
          boolean same = !comparison && !loaded.isEmpty(); // as the first one's, and its images
          loaded.add(load(candidate, same ? loaded.get(0).model().images() : null));
        } catch (ModelException | InferenceException e) {
          if (comparison || loaded.isEmpty()) {
            throw e;
          }
          listener.leftOut(candidate.engine().name(), e.getMessage());
        }
      }
      listener.walked(loaded.get(0).model().images().walk()); // all have the same
      List<Rounds.Entrant> entrants = new ArrayList<>();
      for (Loaded one : loaded) {
        String prefix =
            comparison
                ? one.candidate().spec().name() + " "
                : loaded.size() > 1 ? one.engine().name() + " " : "";
        one.candidate()
            .settings()
            .forEach(s -> entrants.add(new Rounds.Entrant(prefix + s, one.model(), s)));
      }
      List<Rounds.EntrantResult> results =
          new Rounds(config, listener, System::nanoTime).run(entrants);
      MemoryPeak memory = MemoryPeak.now(); // before what follows, which no classifying run does
      List<Double> flops = new ArrayList<>();
      for (Loaded one : loaded) {
        flops.add(flops(one.candidate()));
      }
      SortedMap<Integer, Double> sgemm =
          !comparison && flops.get(0) != null ? sgemm(candidates.get(0)) : new TreeMap<>();
      List<BenchReport.BenchedModel> entries = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < loaded.size(); i++) {
        int to = from + loaded.get(i).candidate().settings().size();
        entries.add(entry(loaded.get(i), flops.get(i), results.subList(from, to), sgemm));
        from = to;
      }
      EngineInfo first = loaded.get(0).engine();
      return new BenchReport(
          version,
          started,
          HostInfo.detect(first.name(), first.version(), first.device()),
          scan == null ? "synthetic" : "files",
          config,
          new BenchReport.ProcessStats(memory, sgemm),
          entries,
          comparison);
    } finally {
      loaded.forEach(one -> one.model().close());
    }
  }

  /**
   * @param images to measure with; null: to be read for the model
   */
  private Loaded load(ModelUnderTest candidate, BenchModel.LoadedImages images)
      throws ModelException, InferenceException, NoImageException, IOException {
    long start = System.nanoTime();
    EngineInfo info = candidate.engine().start();
    double engineSeconds = BenchModel.secondsSince(start);
    int firstBatch = candidate.settings().stream().mapToInt(Setting::batchSize).min().orElseThrow();
    BenchModel.LoadedImages measured =
        images != null
            ? images
            : BenchModel.images(candidate.spec(), scan, candidate.engine(), listener);
    BenchModel model = BenchModel.load(candidate.spec(), measured, firstBatch, candidate.engine());
    return new Loaded(candidate, info, engineSeconds, model);
  }

  private BenchReport.BenchedModel entry(
      Loaded loaded,
      Double flops,
      List<Rounds.EntrantResult> results,
      SortedMap<Integer, Double> sgemm)
      throws ModelException, IOException {
    ModelUnderTest candidate = loaded.candidate();
    BenchModel model = loaded.model();
    ModelSpec spec = candidate.spec();
    String engine = loaded.engine().name();
    return new BenchReport.BenchedModel(
        spec.sizeKey(),
        TimingReport.ModelInfo.of(
            spec.name(), spec.directory().toString(), candidate.sha256(), spec.preprocessing()),
        loaded.engine(),
        new ModelDirectory(spec.directory()).bytes(),
        new BenchReport.MeasuredImages(model.images().pixels().size(), model.images().failed()),
        new BenchReport.Loading(
            loaded.engineSeconds(), model.loadSeconds(), model.firstBatchSeconds()),
        flops,
        results.stream()
            .map(
                result ->
                    SettingStats.of(engine, result, flops, sgemm.get(result.setting().threads())))
            .toList());
  }

  /** Operations per image; null if they are not known. */
  private static Double flops(ModelUnderTest candidate) throws ModelException {
    OptionalLong counted = candidate.engine().flopsPerImage(candidate.spec());
    return counted.isPresent() ? Double.valueOf((double) counted.getAsLong()) : null;
  }

  private static SortedMap<Integer, Double> sgemm(ModelUnderTest candidate)
      throws InterruptedException {
    SortedMap<Integer, Double> reached = new TreeMap<>();
    for (int threads :
        new TreeSet<>(candidate.settings().stream().map(Setting::threads).toList())) {
      OptionalDouble peak = candidate.engine().sgemmGflops(threads);
      if (peak.isPresent()) {
        reached.put(threads, peak.getAsDouble());
      }
    }
    return reached;
  }

  /**
   * How settings are measured; the components are keys of the JSON report.
   *
   * @param repeats measurements a setting
   * @param seconds the least that one measurement takes
   * @param warmUpSeconds after so long a setting counts as warm whatever its rates; looked at after
   *     each warm-up measurement
   */
  public record BenchConfig(int repeats, double seconds, double warmUpSeconds) {}

  /** Follows a benchmark's progress; called by one thread. */
  public interface BenchListener {
    /**
     * How many times {@link #measured} and {@link #warm} will be called, together; told again after
     * the first round, in which some may have fallen far behind.
     */
    void planned(long steps);

    /** An engine does not run the model. */
    void leftOut(String engine, String reason);

    /** A setting or model is warm, or its warm-up time is over. */
    void warm(String name, int measurements, boolean steady);

    /** Called after each measurement. */
    void measured(String name, double imagesPerSecond);

    /** The images are read, as many as are wanted: what the walk came across until then. */
    void walked(WalkCounts walk);

    /** An image could not be used and is left out. */
    void failed(String name, ImageFailure failure);
  }
}
