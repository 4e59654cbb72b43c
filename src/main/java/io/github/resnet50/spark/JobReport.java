package io.github.resnet50.spark;

import io.github.resnet50.cli.options.Version;
import io.github.resnet50.engine.EngineInfo;
import io.github.resnet50.image.PassedOver;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.timing.Bottleneck;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.Summary;
import io.github.resnet50.report.timing.Summary.Written;
import io.github.resnet50.report.timing.TimingReport;
import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;

/**
 * What a job reports besides its predictions, in the terms of {@code classify}'s timing report.
 * Stages are those of all tasks together; host, start and memory are one executor's, the largest of
 * each.
 */
final class JobReport {
  private final JobOptions options;
  private final ModelBundle model;
  private final Instant started;
  private final TaskTotals totals;
  private final JobTimes times;
  private final Tasks tasks;

  /**
   * How long a job took.
   *
   * @param planningSeconds to list the images
   * @param jobSeconds from the first task to the commit
   * @param wallSeconds all of it
   */
  record JobTimes(double planningSeconds, double jobSeconds, double wallSeconds) {}

  /**
   * How the work was divided.
   *
   * @param count tasks
   * @param slots how many could run at once
   * @param processors of each
   * @param planBytes what the driver held of the walk
   * @param passedOver what the walk did not take
   */
  record Tasks(int count, int slots, int processors, long planBytes, PassedOver passedOver) {}

  JobReport(
      JobOptions options,
      ModelBundle model,
      Instant started,
      TaskTotals totals,
      JobTimes times,
      Tasks tasks) {
    this.options = options;
    this.model = model;
    this.started = started;
    this.totals = totals;
    this.times = times;
    this.tasks = tasks;
  }

  /** Writes the timing report, where one is wanted. */
  void write(Configuration hadoop, JavaSparkContext spark) throws IOException {
    if (options.timings == null) {
      return;
    }
    Path path = new Path(options.timings);
    TimingReport report = timings(spark);
    try (Writer out =
        OutputFormat.writer(path.getFileSystem(hadoop).create(path, options.overwrite.given))) {
      if (options.timings.endsWith(".json")) {
        ReportJson.write(report, out);
      } else {
        report.writeCsv(out);
      }
    }
  }

  private static HostInfo host(EngineInfo engine) {
    return HostInfo.detect(engine.name(), engine.version(), engine.device());
  }

  private TimingReport timings(JavaSparkContext spark) {
    long images = totals.ok() + totals.failed();
    return new TimingReport(
        new TimingReport.Program("resnet50-spark", Version.number(), started),
        host(totals.engine()),
        TimingReport.ModelInfo.of(
            model.spec().name(),
            model.spec().directory().toString(),
            model.sha256(),
            model.spec().preprocessing()),
        config(spark),
        TimingReport.PathCounts.of(images, totals.ok(), totals.failed(), tasks.passedOver()),
        new TimingReport.Measurements(
            times.wallSeconds(),
            imagesPerSecond(),
            totals.startup(),
            totals.stats(),
            new TimingReport.Batches(
                totals.batches(),
                totals.batches() == 0 ? 0 : (double) totals.ok() / totals.batches()),
            totals.memory()),
        bottleneck().map(Bottleneck::stage).orElse(null));
  }

  private Map<String, Object> config(JavaSparkContext spark) {
    Map<String, Object> config = new LinkedHashMap<>();
    config.put("paths", String.join(" ", options.paths));
    config.put("output", options.output);
    config.put("format", options.format().toString());
    config.put("batch_size", options.batchSize);
    config.put("top_k", options.topK.value);
    config.put("decoders", options.decoders);
    config.put("spark_version", spark.version());
    config.put("master", spark.master());
    config.put("application", spark.sc().applicationId());
    config.put("tasks", tasks.count());
    config.put("slots", tasks.slots());
    config.put("task_processors", tasks.processors());
    config.put("executors", totals.executors().size());
    config.put("task_seconds", totals.taskSeconds());
    config.put("planning_seconds", times.planningSeconds());
    config.put("job_seconds", times.jobSeconds());
    config.put("plan_bytes", tasks.planBytes());
    return config;
  }

  private double imagesPerSecond() {
    return (totals.ok() + totals.failed()) / times.jobSeconds();
  }

  /** What a task's threads of each kind were busy with, over the time of all tasks. */
  private Optional<Bottleneck> bottleneck() {
    int processors = tasks.processors();
    return Bottleneck.ofRun(
        options.decoders * processors, processors, totals.stats(), totals.taskSeconds());
  }

  /** Lines of text for the user. */
  List<String> summary(String output) {
    List<Written> written = new ArrayList<>(List.of(new Written("Predictions", output)));
    if (options.timings != null) {
      written.add(new Written("Timings", options.timings));
    }
    return new Summary(
            new Summary.RecordCounts(totals.ok(), totals.failed(), 0, List.of()),
            times.wallSeconds(),
            imagesPerSecond(),
            written,
            bottleneck())
        .lines();
  }
}
