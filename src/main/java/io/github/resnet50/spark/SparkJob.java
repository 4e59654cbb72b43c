package io.github.resnet50.spark;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.NoImageException;
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
   * @return what the tasks have measured
   * @throws NoImageException where there was no image, and nothing is written
   * @throws ModelException where the model is not there or does not load
   * @throws JobOutput.OutputExistsException where something is in an output's place
   * @throws IllegalArgumentException where an output would replace what it must not
   * @throws UsageException where the walk's options are malformed
   */
  TaskTotals run()
      throws IOException,
          ModelException,
          NoImageException,
          UsageException,
          JobOutput.OutputExistsException {
    long start = System.nanoTime();
    Configuration hadoop = spark.hadoopConfiguration();
    Places places =
        new Places(
            Paths.get("").toAbsolutePath().toString(),
            "file".equals(FileSystem.getDefaultUri(hadoop).getScheme()));
    JobOutput output = new JobOutput(options, places, hadoop);
    output.check();
    Planned planned = plan(output, places, hadoop);
    SlicePlan plan = planned.slices();
    double planningSeconds = seconds(start);
    if (plan.found() == 0) {
      throw new NoImageException(WalkText.nothingTaken(planned.walk(), options.scan()));
    }
    try (DriverModel model = new DriverModel(notes)) {
      SparkContext context = session.sparkContext();
      ModelBundle bundle =
          model.send(options.model(), options.trustModel.given, options.sharedModel, context);
      int columns = Math.min(options.topK.value, model.classes());
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
              options.topK.value,
              options.limits.maxPixels(),
              options.limits.imageSeconds(),
              options.decoders);
      ClassifyTask task =
          new ClassifyTask(settings, ClassifyTask.HadoopSettings.of(hadoop), totals);
      if (options.overwrite.given) {
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
              new JobReport.JobTimes(planningSeconds, jobSeconds, seconds(start)),
              new JobReport.Tasks(
                  slices.size(),
                  slots,
                  processors,
                  plan.packedBytes(),
                  planned.walk().passedOver()));
      report.write(hadoop, spark);
      report.summary(output.target().toString()).forEach(notes);
      WalkText.note(planned.walk().passedOver()).ifPresent(notes);
      return totals.value();
    }
  }

  private Planned plan(JobOutput output, Places places, Configuration hadoop)
      throws IOException, UsageException {
    if (options.filesFrom == null) {
      return plan((PathList) null, output, places, hadoop);
    }
    Path path = new Path(options.filesFrom);
    try (PathList list =
        new PathList(
            new ScanOptions.FilesFrom(() -> path.getFileSystem(hadoop).open(path), false))) {
      return plan(list, output, places, hadoop);
    } catch (UncheckedIOException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private Planned plan(PathList listed, JobOutput output, Places places, Configuration hadoop)
      throws UsageException {
    ScanOptions scan = options.scan();
    JobWalk walk = new JobWalk(scan.roots().iterator(), listed, scan, places, hadoop);
    SlicePlan slices =
        new SlicePlan(walk, ref -> output.requireApart(ref.name()), options.batchSize);
    return new Planned(slices, walk.counts());
  }

  private void write(List<Slice> slices, ClassifyTask task, JobOutput output, int columns)
      throws IOException {
    JavaRDD<ItemResult> records =
        spark
            .parallelize(slices.stream().map(Slice::toBytes).toList(), slices.size())
            .mapPartitions(task::records);
    String folder = output.parts().toString();
    if (options.format() == JobOptions.TableFormat.PARQUET) {
      session
          .createDataFrame(
              records.map(record -> ParquetRows.row(record, columns)), ParquetRows.schema(columns))
          .write()
          .parquet(folder);
      return;
    }
    OutputFormat format = options.format().text().orElseThrow();
    Configuration configuration = new Configuration(spark.hadoopConfiguration());
    RecordsFormat.configure(configuration, format, columns);
    records
        .mapToPair(record -> new Tuple2<>(null, record))
        .saveAsNewAPIHadoopFile(
            folder, Object.class, ItemResult.class, RecordsFormat.class, configuration);
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
