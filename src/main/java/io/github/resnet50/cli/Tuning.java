package io.github.resnet50.cli;

import io.github.resnet50.bench.Recommendations;
import io.github.resnet50.bench.StoredRecommendation;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.ContentHash;
import io.github.resnet50.report.HostInfo;
import io.github.resnet50.run.ClassifyConfig;
import io.github.resnet50.run.WindowBudget;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Batch size and threads for a run: as the user says, else as stored for this model and machine,
 * else the defaults.
 *
 * @param reasons why, a line for each that the program chose
 */
record Tuning(int batchSize, int threads, List<String> reasons) {

  static Tuning of(EngineOptions engine, Home home, ModelSpec spec)
      throws UsageException, ModelException {
    int batchSize = engine.batchSize();
    int threads = engine.threads();
    if (!engine.isAutoBatch() && !engine.isAutoThreads()) {
      return new Tuning(batchSize, threads, List.of());
    }
    Optional<StoredRecommendation> stored = stored(home, spec);
    if (stored.isPresent()) {
      batchSize = engine.isAutoBatch() ? stored.get().batchSize() : batchSize;
      threads = engine.isAutoThreads() ? stored.get().threads() : threads;
    }
    Optional<String> bench = stored.map(found -> "from bench on " + found.measured());
    List<String> reasons = new ArrayList<>();
    if (engine.isAutoBatch()) {
      reasons.add("batch_size " + batchSize + ": " + bench.orElse("the default; see bench --save"));
    }
    if (engine.isAutoThreads()) {
      reasons.add("threads " + threads + ": " + bench.orElse("one a core; see bench --save"));
    }
    return new Tuning(batchSize, threads, List.copyOf(reasons));
  }

  /**
   * A run's configuration with these.
   *
   * @throws UsageException where its batches do not fit into memory
   */
  ClassifyConfig applied(ClassifyConfig asked, ModelSpec spec) throws UsageException {
    ClassifyConfig config = asked.with(batchSize, threads);
    WindowBudget budget = WindowBudget.of(config, spec.preprocessing());
    if (!budget.fits()) {
      throw new UsageException(
          "too little memory: "
              + budget.describe()
              + "; take a smaller --batch-size or fewer --threads, or give more with"
              + " JAVA_OPTS=-Xmx4g");
    }
    return config;
  }

  private static Optional<StoredRecommendation> stored(Home home, ModelSpec spec)
      throws ModelException {
    Recommendations recommendations = new Recommendations(home);
    if (!recommendations.exist()) {
      return Optional.empty();
    }
    try {
      String sha256 = ContentHash.in(home).of(new ModelDirectory(spec.directory()));
      return recommendations.find(sha256, HostInfo.detect(null, null));
    } catch (IOException e) {
      throw new ModelException("cannot read " + spec.directory() + ": " + e, e);
    }
  }
}
