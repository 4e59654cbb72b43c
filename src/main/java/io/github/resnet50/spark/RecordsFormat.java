package io.github.resnet50.spark;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionSink;
import java.io.IOException;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.mapreduce.RecordWriter;
import org.apache.hadoop.mapreduce.TaskAttemptContext;
import org.apache.hadoop.mapreduce.lib.output.FileOutputFormat;

/**
 * Prediction files as {@code classify} writes them, one a task, each complete in itself: {@code
 * part-r-00000.csv} and so on, in walk order. They go through Hadoop's committer, of which Spark
 * lets one attempt a task through; the folder gets {@code _SUCCESS} when all are there.
 */
public final class RecordsFormat extends FileOutputFormat<Object, ItemResult> {
  private static final String FORMAT = "resnet50.format";
  private static final String COLUMNS = "resnet50.predictions";

  /** Called by Hadoop. */
  public RecordsFormat() {}

  /**
   * Says how records are to be written.
   *
   * @param columns predictions a record
   */
  static void configure(Configuration configuration, OutputFormat format, int columns) {
    configuration.set(FORMAT, format.name());
    configuration.setInt(COLUMNS, columns);
  }

  @Override
  public RecordWriter<Object, ItemResult> getRecordWriter(TaskAttemptContext context)
      throws IOException {
    Configuration configuration = context.getConfiguration();
    OutputFormat format = OutputFormat.valueOf(configuration.get(FORMAT));
    Path file = getDefaultWorkFile(context, "." + format);
    OutputStream out = file.getFileSystem(configuration).create(file, false);
    return new PartWriter(format.sink(out, configuration.getInt(COLUMNS, 1)), out);
  }

  /** One part file. */
  private static final class PartWriter extends RecordWriter<Object, ItemResult> {
    private final PredictionSink sink;
    private final OutputStream out;

    PartWriter(PredictionSink sink, OutputStream out) {
      this.sink = sink;
      this.out = out;
    }

    @Override
    public void write(Object key, ItemResult result) throws IOException {
      sink.write(result);
    }

    @Override
    public void close(TaskAttemptContext context) throws IOException {
      try (out) {
        sink.close();
      }
    }
  }
}
