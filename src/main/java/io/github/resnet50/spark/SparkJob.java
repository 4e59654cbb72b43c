package io.github.resnet50.spark;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.walk.PathList;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkText;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.OutputFormat;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Paths;
import java.time.Instant;
import java.util.List;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import scala.Tuple2;

/**
 * One job, wired:
 *
 * <pre>
 * driver:    walk ──batches──▶ slices        model ──prepared──▶ bundle
 *                                 │                                │
 * executor:  slice ──▶ read, decode, predict (a ClassifyRun) ◀── engine, one a process
 *                                 │
 * committer: one part file a task, of one attempt
 * </pre>
 */
final class SparkJob {
  private final JobOptions options;
  private final SparkSession session;
  private final JavaSparkContext spark;
  private final Consumer<String> notes;
  private final Instant started = Instant.now();

  /** The result of a job. */
  record Outcome(long found, WalkCounts walk, TaskTotals totals) {}

  private record Planned(SlicePlan slices, WalkCounts walk) {}

  SparkJob(JobOptions options, SparkSession session, Consumer<String> notes) {
    this.options = options;
    this.session = session;
    this.spark = JavaSparkContext.fromSparkContext(session.sparkContext());
    this.notes = notes;
  }

  /**
   * Runs to the end.
   *
   * @throws ModelException where the model is not there or does not load
   * @throws JobOutput.OutputExistsException where something is in an output's place
   * @throws IllegalArgumentException where an output would replace what it must not
   * @throws UsageException where the walk's options are malformed
   */
  Outcome run()
      throws IOException, ModelException, UsageException, JobOutput.OutputExistsException {
    long start = System.nanoTime();
    Configuration hadoop = spark.hadoopConfiguration();
    JobOutput output = new JobOutput(options.output, options.singleFile, hadoop);
    Places places =
        new Places(
            Paths.get("").toAbsolutePath().toString(),
            "file".equals(FileSystem.getDefaultUri(hadoop).getScheme()));
    OutputCheck check = new OutputCheck(options, output, places, hadoop);
    check.before();
    Planned planned = plan(check, places, hadoop);
    SlicePlan plan = planned.slices();
    double planningSeconds = seconds(start);
    if (plan.found() == 0) {
      return new Outcome(0, planned.walk(), TaskTotals.NONE);
    }
    try (DriverModel model = new DriverModel(notes)) {
      SparkContext context = session.sparkContext();
      ModelBundle bundle =
          model.send(options.model(), options.trustModel, options.sharedModel, context);
      int columns = Math.min(options.topK, model.classes());
      int slots = SlicePlan.slots(spark);
      List<Slice> slices = plan.slices(slots, options.imagesPerTask);
      notes.accept(
          "%d images in %d tasks on %d slots; planned in %.1f s, %d bytes"
              .formatted(plan.found(), slices.size(), slots, planningSeconds, plan.packedBytes()));
      TaskTotals.TotalsAccumulator totals = new TaskTotals.TotalsAccumulator();
      context.register(totals, "resnet50");
      ClassifyTask.TaskSettings settings =
          new ClassifyTask.TaskSettings(
              model.place(),
              places,
              options.batchSize,
              options.topK,
              options.limits.maxPixels(),
              options.limits.imageSeconds(),
              options.decoders);
      ClassifyTask task =
          new ClassifyTask(settings, ClassifyTask.HadoopSettings.of(hadoop), totals);
      if (options.overwrite) {
        output.clear(); // else Spark refuses what has come there since
      }
      long jobStart = System.nanoTime();
      write(slices, task, output, columns);
      output.requireParts(slices.size());
      double jobSeconds = seconds(jobStart);
      output.join(options.format() == JobOptions.TableFormat.CSV);
      int processors = spark.getConf().getInt("spark.task.cpus", 1);
      JobReport report =
          new JobReport(
              options,
              bundle,
              started,
              totals.value(),
              new JobReport.Times(planningSeconds, jobSeconds, seconds(start)),
              new JobReport.Tasks(
                  slices.size(),
                  slots,
                  processors,
                  plan.packedBytes(),
                  planned.walk().passedOver()));
      report.write(hadoop, spark);
      report.summary(output.target().toString()).forEach(notes);
      WalkText.note(planned.walk().passedOver()).ifPresent(notes);
      return new Outcome(plan.found(), planned.walk(), totals.value());
    }
  }

  private Planned plan(OutputCheck check, Places places, Configuration hadoop)
      throws IOException, UsageException {
    if (options.filesFrom == null) {
      return plan((PathList) null, check, places, hadoop);
    }
    Path path = new Path(options.filesFrom);
    try (PathList list =
        new PathList(
            new ScanOptions.FilesFrom(() -> path.getFileSystem(hadoop).open(path), false))) {
      return plan(list, check, places, hadoop);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Planned plan(PathList listed, OutputCheck check, Places places, Configuration hadoop)
      throws UsageException {
    ScanOptions scan = options.scan();
    Walk walk = new Walk(scan.roots().iterator(), listed, scan, places, hadoop);
    SlicePlan slices = new SlicePlan(new Mapped<>(walk, check::found), options.batchSize);
    return new Planned(slices, walk.counts());
  }

  private void write(List<Slice> slices, ClassifyTask task, JobOutput output, int columns)
      throws IOException {
    JavaRDD<byte[]> partitions =
        spark.parallelize(slices.stream().map(Slice::toBytes).toList(), slices.size());
    String folder = output.parts().toString();
    if (options.format() == JobOptions.TableFormat.PARQUET) {
      session
          .createDataFrame(
              partitions.mapPartitions(
                  slice ->
                      new Mapped<>(
                          task.records(slice), record -> ParquetRows.row(record, columns))),
              ParquetRows.schema(columns))
          .write()
          .parquet(folder);
      return;
    }
    OutputFormat format = options.format().text().orElseThrow();
    Configuration configuration = new Configuration(spark.hadoopConfiguration());
    RecordsFormat.configure(configuration, format, columns);
    partitions
        .mapPartitionsToPair(
            slice -> new Mapped<>(task.records(slice), record -> new Tuple2<>(null, record)))
        .saveAsNewAPIHadoopFile(
            folder, Object.class, ItemResult.class, RecordsFormat.class, configuration);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
