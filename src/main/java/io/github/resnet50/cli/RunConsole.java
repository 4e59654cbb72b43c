package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.bench.BenchRun.BenchListener;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.features.FeatureRun;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkText;
import io.github.resnet50.model.verify.PreprocessingVerifier;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.MetricsFile;
import io.github.resnet50.report.Progress;
import io.github.resnet50.report.Progress.Style;
import io.github.resnet50.run.RunListener;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A run's progress on standard error: a bar on a terminal, a line now and then elsewhere. */
final class RunConsole implements RunListener, AutoCloseable {
  private static final long TICK_MS = 125;

  private final Progress progress;
  private final boolean quiet;
  private final boolean counts; // somebody wants to know how many there are
  private final Optional<MetricsFile> metrics;
  private boolean totalKnown;
  private OptionalLong total = OptionalLong.empty();
  private volatile String firstFailure = "";
  private volatile boolean closed;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  /**
   * @param unit what is counted, in the plural; of {@link Progress#FILES} alone are the metrics
   */
  RunConsole(String task, String unit, Context context, CommonOptions common) {
    this.quiet = common.quiet;
    this.counts = !quiet || common.tellsMachines() || common.metrics().isPresent();
    int columns = context.terminalColumns(common);
    Style style = columns > 0 ? Style.BAR : Style.LINES;
    if (common.tellsMachines()) {
      style = Style.JSON;
    } else if (quiet) {
      style = Style.NONE;
    }
    this.metrics = common.metrics().filter(file -> unit.equals(Progress.FILES)); // of images
    this.progress = new Progress(task, unit, context.err(), style, columns, System::nanoTime);
    // Ticking ends with the ticker; there is nothing to wait for.
    ScheduledFuture<?> unused =
        ticker.scheduleAtFixedRate(this::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  private void tick() {
    progress.tick();
    metrics.ifPresent(file -> file.update(progress.now()));
  }

  @Override
  public synchronized void walkEnded(long found) {
    totalKnown = true;
    total = OptionalLong.of(found);
    progress.total(found);
  }

  @Override
  public void loading() {
    progress.phase("loading model");
  }

  @Override
  public void loaded() {
    progress.phase(null);
  }

  /**
   * Counts the images by a second walk beside the run, which is only a few batches ahead of the
   * work, so that the time left can be estimated. If files appear or vanish meanwhile, the estimate
   * is off until the run's own walk ends. Tiles are not counted: each scene would be read for it.
   */
  void countAhead(ScanOptions scan) {
    if (!counts || scan.scenes().tiling() != null) {
      return;
    }
    Thread thread = new Thread(() -> count(scan), "count");
    thread.setDaemon(true);
    thread.start();
  }

  private void count(ScanOptions scan) {
    long files;
    try {
      files = ImageScanner.count(scan, counted -> !closed);
    } catch (IOException | UncheckedIOException e) {
      return; // the run meets the same error and reports it
    }
    counted(files);
  }

  private synchronized void counted(long files) {
    if (!closed && !totalKnown) {
      total = OptionalLong.of(files);
      progress.total(files);
    }
  }

  @Override
  public void written(ItemResult result) {
    boolean ok = result instanceof ItemResult.Predicted;
    progress.add(ok ? 1 : 0, ok ? 0 : 1);
  }

  @Override
  public void kept(int ok, int failed) {
    progress.add(ok, failed);
  }

  /** How many there are in all, as far as it is known. */
  synchronized OptionalLong total() {
    return total;
  }

  /** More work is done than the records written so far. */
  void done(int more) {
    progress.add(more, 0);
  }

  /** The features that are known or computed, shown here. */
  FeatureRun.FeatureListener features() {
    return new FeatureRun.FeatureListener() {
      @Override
      public void done(int ok, int failed) {
        kept(ok, failed);
      }

      @Override
      public void loading() {
        RunConsole.this.loading();
      }

      @Override
      public void loaded() {
        RunConsole.this.loaded();
      }
    };
  }

  /** What a benchmark does, shown here; if {@code verbose}, each measurement. */
  BenchListener benchmark(boolean verbose) {
    return new BenchListener() {
      @Override
      public void planned(long steps) {
        walkEnded(steps);
        progress.phase("loading and warming up");
      }

      @Override
      public void leftOut(String engine, String reason) {
        note(engine + " is not measured: " + reason);
      }

      @Override
      public void warm(String name, int measurements, boolean steady) {
        progress.phase(null);
        done(1);
        if (verbose) {
          note(name + ": " + (steady ? "warm" : "not steady") + " after " + measurements);
        }
      }

      @Override
      public void measured(String name, double imagesPerSecond) {
        progress.phase(null);
        done(1);
        if (verbose) {
          note(Text.format("%s: %.1f images/s", name, imagesPerSecond));
        }
      }

      @Override
      public void walked(WalkCounts walk) {
        WalkText.note(walk.passedOver()).ifPresent(RunConsole.this::note);
      }

      @Override
      public void failed(String name, ImageFailure failure) {
        failedOf(name, failure);
      }
    };
  }

  /** What a verification does, shown here. */
  PreprocessingVerifier.VerifyListener verification() {
    return new PreprocessingVerifier.VerifyListener() {
      @Override
      public void planned(long predictions) {
        walkEnded(predictions);
      }

      @Override
      public void predicted(int more) {
        done(more);
      }

      @Override
      public void failed(String image, ImageFailure failure) {
        failedOf(image, failure);
      }
    };
  }

  /**
   * A tee: a page gets the pictures and records of the run that is shown here.
   *
   * @param pictures called from many threads
   * @param records called from one
   */
  RunListener and(BiConsumer<ImageRef, RgbImage> pictures, Consumer<ItemResult> records) {
    return new RunListener() {
      @Override
      public void walkEnded(long found) {
        RunConsole.this.walkEnded(found);
      }

      @Override
      public void loading() {
        RunConsole.this.loading();
      }

      @Override
      public void loaded() {
        RunConsole.this.loaded();
      }

      @Override
      public void decoded(ImageRef ref, RgbImage pixels) {
        pictures.accept(ref, pixels);
      }

      @Override
      public void kept(int ok, int failed) {
        RunConsole.this.kept(ok, failed);
      }

      @Override
      public void written(ItemResult result) {
        RunConsole.this.written(result);
        records.accept(result);
      }
    };
  }

  private void failedOf(String name, ImageFailure failure) {
    firstFailure = firstFailure.isEmpty() ? name + ": " + failure : firstFailure;
    note(name + ": " + failure);
  }

  /** What of a benchmark or verification failed first, and why; empty where nothing did. */
  String firstFailure() {
    return firstFailure;
  }

  /** Prints a message on a line of its own, unless {@code --quiet} is set. */
  void note(String line) {
    if (!quiet) {
      progress.note("resnet50: " + line);
    }
  }

  @Override
  public void close() {
    closed = true;
    ticker.shutdownNow();
    progress.close();
    metrics.ifPresent(file -> file.update(progress.now()));
  }
}
