package io.github.resnet50.spark;

import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.timing.MemoryPeak;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.report.timing.TimingReport;
import io.github.resnet50.run.ClassifyRun;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunOutcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.SparkEnv;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;

/** What a task does with its slice. */
final class ClassifyTask implements Serializable {
  private static final long serialVersionUID = 1L;

  private final TaskSettings settings;
  private final HadoopSettings hadoop;
  private final TaskTotals.TotalsAccumulator totals;

  /**
   * @param totals registered; hears of every task that has ended
   */
  ClassifyTask(TaskSettings settings, HadoopSettings hadoop, TaskTotals.TotalsAccumulator totals) {
    this.settings = settings;
    this.hadoop = hadoop;
    this.totals = totals;
  }

  /**
   * The records of the one slice of a partition, made while they are taken.
   *
   * @throws ModelException where the model is not there or does not load
   */
  Iterator<ItemResult> records(Iterator<byte[]> partition) throws ModelException, IOException {
    if (!partition.hasNext()) {
      return List.<ItemResult>of().iterator();
    }
    TaskContext task = TaskContext.get();
    int processors = Math.max(1, task.cpus());
    ExecutorEngine engine = ExecutorEngine.of(settings.model());
    SliceRecords records =
        new SliceRecords(
            settings.config(processors),
            engine.source(),
            engine.heap(slots(processors)),
            Slice.of(partition.next()).refs(settings.places(), hadoop.configuration()),
            (run, outcome) -> totals.add(totals(engine, run, outcome)));
    // However the task ends: done, failed, or killed because another was faster.
    task.addTaskCompletionListener((TaskCompletionListener) ended -> records.close());
    return records;
  }

  /** Tasks that run at once in this executor, as far as its configuration says. */
  private static int slots(int processors) {
    String cores = SparkEnv.get().conf().get("spark.executor.cores", "");
    int all =
        cores.isEmpty() ? Runtime.getRuntime().availableProcessors() : Integer.parseInt(cores);
    return Math.max(1, all / processors);
  }

  private static TaskTotals totals(ExecutorEngine engine, ClassifyRun run, RunOutcome outcome) {
    Map<Stage, StageClock.Recording> stages = new EnumMap<>(Stage.class);
    for (Stage stage : Stage.values()) {
      stages.put(stage, run.clocks().get(stage).times());
    }
    TimingReport.Measurements measured = outcome.measurements();
    MemoryPeak memory = measured.memory();
    TaskTotals.Executor executor =
        new TaskTotals.Executor(
            memory.heapPeakBytes(),
            memory.rssPeakBytes() == null ? 0 : memory.rssPeakBytes(),
            engine.engineSeconds(),
            engine.modelSeconds(),
            measured.startup().firstBatchSeconds(),
            outcome.engine());
    return new TaskTotals(
        outcome.tally().ok(),
        outcome.tally().failed(),
        measured.batches().count(),
        measured.wallSeconds(),
        stages,
        Map.of(SparkEnv.get().executorId(), executor),
        TaskTotals.Failure.firstOf(outcome.tally()));
  }

  /**
   * What every task of a job has to know.
   *
   * @param model where it is
   * @param places where images are
   * @param batchSize images a batch
   * @param topK predictions an image
   * @param maxPixels larger images are refused before they are decoded
   * @param imageSeconds what reading or decoding one image may take
   * @param decoders threads that read and decode
   */
  record TaskSettings(
      ModelBundle.ModelPlace model,
      Places places,
      int batchSize,
      int topK,
      long maxPixels,
      double imageSeconds,
      int decoders)
      implements Serializable {
    private static final long serialVersionUID = 1L;

    /**
     * Of the run of one slice.
     *
     * @param predictors processors of the task, each with a predictor
     */
    RunConfig config(int predictors) {
      return new RunConfig(
          ScanOptions.of(List.of()), // the images come from the slice
          batchSize,
          topK,
          new RunConfig.Limits(maxPixels, imageSeconds),
          new RunConfig.Workers(decoders * predictors, predictors));
    }
  }

  /** Hadoop's configuration of the driver, for tasks: file systems, their keys, their addresses. */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record HadoopSettings(byte[] written) implements Serializable {
    private static final long serialVersionUID = 1L;

    static HadoopSettings of(Configuration configuration) throws IOException {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      configuration.write(new DataOutputStream(bytes));
      return new HadoopSettings(bytes.toByteArray());
    }

    Configuration configuration() throws IOException {
      Configuration configuration = new Configuration(false);
      configuration.readFields(new DataInputStream(new ByteArrayInputStream(written)));
      return configuration;
    }
  }
}
