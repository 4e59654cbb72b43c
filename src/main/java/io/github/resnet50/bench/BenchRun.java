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
 * One benchmark: the engine up, every model loaded with its images, then all settings of all models
 * measured in turns. With one model the machine's own ceiling is measured too.
 */
public final class BenchRun {
  private final BenchConfig config;
  private final ScanOptions scan;
  private final Engine engine;
  private final BenchListener listener;

  /**
   * A model and how it is run.
   *
   * @param sha256 of the model
   * @param settings at least one
   */
  public record ModelUnderTest(ModelSpec spec, String sha256, List<Setting> settings) {
    public ModelUnderTest {
      settings = List.copyOf(settings);
    }
  }

  /**
   * @param scan which images; null for noise
   */
  public BenchRun(BenchConfig config, ScanOptions scan, Engine engine, BenchListener listener) {
    this.config = config;
    this.scan = scan;
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * Runs the benchmark.
   *
   * @param candidates the first is what others are compared with
   * @param version the program's
   * @throws NoImageException where no image can be decoded
   */
  public BenchReport run(List<ModelUnderTest> candidates, String version)
      throws ModelException,
          InferenceException,
          NoImageException,
          IOException,
          InterruptedException {
    boolean alone = candidates.size() == 1;
    Instant started = Instant.now();
    long start = System.nanoTime();
    EngineInfo info = engine.start();
    double engineSeconds = BenchModel.secondsSince(start);
    List<BenchModel> models = new ArrayList<>();
    try {
      List<Rounds.Entrant> entrants = new ArrayList<>();
      for (ModelUnderTest candidate : candidates) {
        List<Setting> settings = candidate.settings();
        int firstBatch = settings.stream().mapToInt(Setting::batchSize).min().orElseThrow();
        BenchModel model = BenchModel.load(candidate.spec(), scan, firstBatch, engine, listener);
        models.add(model);
        if (models.size() == 1) {
          listener.walked(model.images().walk()); // all have the same
        }
        String prefix = alone ? "" : candidate.spec().name() + " ";
        settings.forEach(s -> entrants.add(new Rounds.Entrant(prefix + s, model, s)));
      }
      List<Rounds.EntrantResult> results =
          new Rounds(config, listener, System::nanoTime).run(entrants);
      MemoryPeak memory = MemoryPeak.now(); // before what follows, which no classifying run does
      SortedMap<Integer, Double> sgemm =
          alone && flops(candidates.get(0)) != null
              ? sgemm(candidates.get(0).settings())
              : new TreeMap<>();
      List<BenchReport.BenchedModel> entries = new ArrayList<>();
      int from = 0;
      for (int i = 0; i < models.size(); i++) {
        int to = from + candidates.get(i).settings().size();
        entries.add(entry(candidates.get(i), models.get(i), results.subList(from, to), sgemm));
        from = to;
      }
      return new BenchReport(
          version,
          started,
          HostInfo.detect(info.name(), info.version(), info.device()),
          scan == null ? "synthetic" : "files",
          config,
          new BenchReport.ProcessStats(engineSeconds, memory, sgemm),
          entries);
    } finally {
      models.forEach(BenchModel::close);
    }
  }

  private BenchReport.BenchedModel entry(
      ModelUnderTest candidate,
      BenchModel model,
      List<Rounds.EntrantResult> results,
      SortedMap<Integer, Double> sgemm)
      throws ModelException, IOException {
    ModelSpec spec = candidate.spec();
    Double flops = flops(candidate);
    return new BenchReport.BenchedModel(
        TimingReport.ModelInfo.of(
            spec.name(), spec.directory().toString(), candidate.sha256(), spec.preprocessing()),
        new ModelDirectory(spec.directory()).bytes(),
        new BenchReport.MeasuredImages(model.images().pixels().size(), model.images().failed()),
        new BenchReport.Loading(model.loadSeconds(), model.firstBatchSeconds()),
        flops,
        results.stream()
            .map(result -> SettingStats.of(result, flops, sgemm.get(result.setting().threads())))
            .toList());
  }

  /** Operations per image; null if they are not known. */
  private Double flops(ModelUnderTest candidate) throws ModelException {
    OptionalLong counted = engine.flopsPerImage(candidate.spec());
    return counted.isPresent() ? Double.valueOf((double) counted.getAsLong()) : null;
  }

  private SortedMap<Integer, Double> sgemm(List<Setting> settings) throws InterruptedException {
    SortedMap<Integer, Double> reached = new TreeMap<>();
    for (int threads : new TreeSet<>(settings.stream().map(Setting::threads).toList())) {
      OptionalDouble peak = engine.sgemmGflops(threads);
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
    /** How many times {@link #measured} and {@link #warm} will be called, together. */
    void planned(long steps);

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
