package io.github.resnet50.bench;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.HostInfo;
import io.github.resnet50.report.MemoryPeak;
import io.github.resnet50.report.TimingReport;
import java.io.IOException;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/** One benchmark: engine and model up, images into memory, the sweep, the machine's own ceiling. */
public final class BenchRun {
  private final BenchConfig config;
  private final ScanOptions scan;
  private final ModelSpec spec;
  private final String sha256;
  private final Engine engine;
  private final BenchListener listener;

  /**
   * @param scan which images; null for noise
   * @param sha256 of the model
   */
  public BenchRun(
      BenchConfig config,
      ScanOptions scan,
      ModelSpec spec,
      String sha256,
      Engine engine,
      BenchListener listener) {
    this.config = config;
    this.scan = scan;
    this.spec = spec;
    this.sha256 = sha256;
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * Measures.
   *
   * @param version the program's
   */
  public BenchReport run(String version)
      throws ModelException,
          InferenceException,
          NoImageException,
          IOException,
          InterruptedException {
    Instant started = Instant.now();
    long start = System.nanoTime();
    EngineInfo info = engine.start();
    double engineSeconds = BenchModel.secondsSince(start);
    int firstBatch = Collections.min(config.batchSizes());
    try (BenchModel model = BenchModel.load(spec, scan, firstBatch, engine, listener)) {
      List<SettingStats> measured =
          new Sweep(config, listener, System::nanoTime).run(entrants(model.meter()));
      MemoryPeak memory = MemoryPeak.now(); // before what follows, which no run does
      OptionalLong counted = engine.flopsPerImage(spec);
      Double flops = counted.isPresent() ? Double.valueOf((double) counted.getAsLong()) : null;
      SortedMap<Integer, Double> peaks = flops == null ? new TreeMap<>() : peaks();
      List<SettingStats> settings =
          measured.stream().map(s -> s.withArithmetic(flops, peaks.get(s.threads()))).toList();
      return new BenchReport(
          "resnet50",
          version,
          started,
          HostInfo.detect(info.version(), info.device()),
          TimingReport.Model.of(
              spec.name(), spec.directory().toString(), sha256, spec.preprocessing()),
          scan == null ? "synthetic" : "files",
          model.images().pixels().size(),
          model.images().failed(),
          config.repeats(),
          config.seconds(),
          config.warmUpSeconds(),
          new TimingReport.Startup(engineSeconds, model.loadSeconds(), model.firstBatchSeconds()),
          engineSeconds + model.loadSeconds() + model.firstBatchSeconds(),
          memory,
          flops,
          peaks,
          settings,
          Recommendation.of(settings));
    }
  }

  private List<Entrant> entrants(Meter meter) {
    return config.settings().stream()
        .map(setting -> new Entrant(setting.toString(), meter, setting))
        .toList();
  }

  private SortedMap<Integer, Double> peaks() throws InterruptedException {
    SortedMap<Integer, Double> peaks = new TreeMap<>();
    for (int threads : config.threads()) {
      OptionalDouble peak = engine.sgemmGflops(threads);
      if (peak.isPresent()) {
        peaks.put(threads, peak.getAsDouble());
      }
    }
    return peaks;
  }
}
