package io.github.resnet50.bench;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.HostInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;

/** Several models side by side: all loaded, then measured in turn, round by round. */
public final class ComparisonRun {
  private final BenchConfig config;
  private final ScanOptions scan;
  private final List<Candidate> candidates;
  private final Engine engine;
  private final BenchListener listener;

  /** A model and how it is run. */
  public record Candidate(ModelSpec spec, String sha256, Setting setting) {}

  /**
   * @param config its batch sizes and threads are not looked at: every candidate has its own
   * @param scan which images; null for noise
   */
  public ComparisonRun(
      BenchConfig config,
      ScanOptions scan,
      List<Candidate> candidates,
      Engine engine,
      BenchListener listener) {
    this.config = config;
    this.scan = scan;
    this.candidates = List.copyOf(candidates);
    this.engine = engine;
    this.listener = listener;
  }

  /**
   * Measures.
   *
   * @param version the program's
   */
  public ComparisonReport run(String version)
      throws ModelException,
          InferenceException,
          NoImageException,
          IOException,
          InterruptedException {
    Instant started = Instant.now();
    EngineInfo info = engine.start();
    List<BenchModel> models = new ArrayList<>();
    try {
      List<Entrant> entrants = new ArrayList<>();
      for (Candidate candidate : candidates) {
        Setting setting = candidate.setting();
        BenchModel model =
            BenchModel.load(candidate.spec(), scan, setting.batchSize(), engine, listener);
        models.add(model);
        entrants.add(new Entrant(candidate.spec().name() + " " + setting, model.meter(), setting));
      }
      List<SettingStats> measured = new Sweep(config, listener, System::nanoTime).run(entrants);
      return new ComparisonReport(
          "resnet50",
          version,
          started,
          HostInfo.detect(info.version(), info.device()),
          scan == null ? "synthetic" : "files",
          config.repeats(),
          config.seconds(),
          config.warmUpSeconds(),
          entries(models, measured));
    } finally {
      models.forEach(BenchModel::close);
    }
  }

  private List<ComparisonReport.Entry> entries(List<BenchModel> models, List<SettingStats> measured)
      throws ModelException, IOException {
    List<ComparisonReport.Entry> entries = new ArrayList<>();
    for (int i = 0; i < models.size(); i++) {
      BenchModel model = models.get(i);
      Path directory = model.spec().directory();
      OptionalLong counted = engine.flopsPerImage(model.spec());
      Double flops = counted.isPresent() ? Double.valueOf((double) counted.getAsLong()) : null;
      entries.add(
          new ComparisonReport.Entry(
              model.spec().name(),
              directory.toString(),
              candidates.get(i).sha256(),
              bytes(directory),
              model.images().failed(),
              model.loadSeconds(),
              model.firstBatchSeconds(),
              flops,
              measured.get(i).withArithmetic(flops, null),
              measured.get(i).imagesPerSecond() / measured.get(0).imagesPerSecond()));
    }
    return entries;
  }

  private static long bytes(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
