package io.github.resnet50.report;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.basics.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run's figures for the textfile collector of Prometheus's node exporter, in its text format,
 * version 0.0.4. The file is replaced as a whole, now and then and at the end. What the last run
 * that ended has left in it, its exit status and the time of the last success, stays there while
 * another runs. For many threads.
 */
public final class MetricsFile {
  private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(15);
  private static final String EXIT_STATUS = "resnet50_last_exit_status";
  private static final String LAST_SUCCESS = "resnet50_last_success_timestamp_seconds";
  private static final Progress.Figures NOTHING =
      new Progress.Figures(0, 0, OptionalLong.empty(), OptionalDouble.empty(), "");

  private final Path file;
  private final String command;
  private final double started = Instant.now().toEpochMilli() / 1e3;
  private Progress.Figures figures = NOTHING;
  private double exitStatus = Double.NaN; // not known
  private double lastSuccess = Double.NaN;
  private boolean ended;
  private long written; // in nanoseconds
  private IOException failure; // of a write that nobody waited for

  /**
   * @param command whose run it is, a label of every metric
   */
  public MetricsFile(Path file, String command) {
    this.file = file;
    this.command = command;
  }

  /** Says that a run has begun. */
  public synchronized void begin() throws IOException {
    if (Files.exists(file)) {
      String before = Files.readString(file);
      exitStatus = number(before, EXIT_STATUS);
      lastSuccess = number(before, LAST_SUCCESS);
    }
    write(true);
  }

  private static double number(String text, String name) {
    Matcher line =
        Pattern.compile("^" + name + "\\{[^\n]*\\} ([0-9.]+)$", Pattern.MULTILINE).matcher(text);
    try {
      return line.find() ? Double.parseDouble(line.group(1)) : Double.NaN;
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** How far it is; written where the last time is long enough ago. */
  public synchronized void update(Progress.Figures now) {
    figures = now;
    if (!ended && System.nanoTime() - written >= EVERY_NANOS) {
      try {
        write(true);
      } catch (IOException e) {
        failure = e; // the run matters more; its end tries again
        written = System.nanoTime();
      }
    }
  }

  /** Says that the run has ended. */
  public synchronized void end(int exitCode) throws IOException {
    ended = true;
    exitStatus = exitCode;
    if (exitCode == 0) {
      lastSuccess = Instant.now().toEpochMilli() / 1e3;
    }
    try {
      write(false);
    } catch (IOException e) {
      if (failure != null) {
        e.addSuppressed(failure);
      }
      throw e;
    }
  }

  private void write(boolean isRunning) throws IOException {
    StringBuilder text = new StringBuilder();
    add(text, "resnet50_running", "Whether the run is going on.", "", isRunning ? 1 : 0);
    add(text, "resnet50_start_time_seconds", "When the run began, Unix time.", "", started);
    add(
        text,
        "resnet50_images",
        "Images done in the run, by what became of them.",
        ",status=\"ok\"",
        (double) (figures.done() - figures.failed()));
    sample(text, "resnet50_images", ",status=\"failed\"", (double) figures.failed());
    if (figures.total().isPresent()) {
      add(
          text,
          "resnet50_images_expected",
          "Images that there are in all.",
          "",
          (double) figures.total().getAsLong());
    }
    if (figures.perSecond().isPresent() && Double.isFinite(figures.perSecond().getAsDouble())) {
      add(
          text,
          "resnet50_images_per_second",
          "Images done a second, lately.",
          "",
          figures.perSecond().getAsDouble());
    }
    if (!Double.isNaN(exitStatus)) {
      add(text, EXIT_STATUS, "Exit code of the last run that has ended.", "", exitStatus);
    }
    if (!Double.isNaN(lastSuccess)) {
      String help = "When a run has ended with exit code 0 last, Unix time.";
      add(text, LAST_SUCCESS, help, "", lastSuccess);
    }
    SafeFiles.replace(file, text.toString());
    written = System.nanoTime();
  }

  private void add(StringBuilder text, String name, String help, String labels, double value) {
    text.append("# HELP ").append(name).append(' ').append(help).append('\n');
    text.append("# TYPE ").append(name).append(" gauge\n");
    sample(text, name, labels, value);
  }

  private void sample(StringBuilder text, String name, String labels, double value) {
    text.append(name).append("{command=\"").append(command).append('"').append(labels);
    text.append("} ").append(Decimals.measured(value)).append('\n');
  }
}
