package io.github.resnet50.cli;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Progress;
import io.github.resnet50.report.Progress.Style;
import io.github.resnet50.run.RunListener;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** A run's progress on standard error: a bar on a terminal, a line now and then elsewhere. */
final class RunConsole implements RunListener, AutoCloseable {
  private static final long TICK_MS = 125;

  private final Progress progress;
  private final boolean quiet;
  private final ScheduledExecutorService ticker =
      Executors.newSingleThreadScheduledExecutor(
          task -> {
            Thread thread = new Thread(task, "progress");
            thread.setDaemon(true);
            return thread;
          });

  RunConsole(String task, Context context, boolean quiet) {
    this(task, "files", context, quiet);
  }

  /**
   * @param unit what is counted, in the plural
   */
  RunConsole(String task, String unit, Context context, boolean quiet) {
    this.quiet = quiet;
    int columns = context.terminalColumns();
    Style style = quiet ? Style.NONE : columns > 0 ? Style.BAR : Style.LINES;
    this.progress = new Progress(task, unit, context.err(), style, columns, System::nanoTime);
    // Ticking ends with the ticker; there is nothing to wait for.
    ScheduledFuture<?> unused =
        ticker.scheduleAtFixedRate(progress::tick, TICK_MS, TICK_MS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void walkEnded(long found) {
    progress.total(found);
  }

  @Override
  public void written(ItemResult result) {
    boolean ok = result instanceof ItemResult.Predicted;
    progress.add(ok ? 1 : 0, ok ? 0 : 1);
  }

  /** More is done than the records that were written. */
  void done(int more) {
    progress.add(more, 0);
  }

  /** Prints a line of its own, unless the user wants quiet. */
  void note(String line) {
    if (!quiet) {
      progress.note("resnet50: " + line);
    }
  }

  @Override
  public void close() {
    ticker.shutdownNow();
    progress.close();
  }
}
