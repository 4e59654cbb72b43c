package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.EvaluationPage;
import io.github.resnet50.evaluate.EvaluationReport;
import io.github.resnet50.evaluate.EvaluationWriter;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.PredictionSink;
import io.github.resnet50.report.Verdict;
import java.io.Closeable;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The files of an evaluation. */
final class EvaluationOutputs {
  @Option(
      names = {"-o", "--output"},
      paramLabel = "FILE",
      description = "Write the report too, .json (everything) or .csv (a line a metric).")
  Path output;

  @Option(
      names = "--confusion",
      paramLabel = "FILE",
      description = "Write the confusion matrix, .csv: a line a cell that is not empty.")
  Path confusion;

  @Option(
      names = "--per-class",
      paramLabel = "FILE",
      description = "Write precision, recall, F1 and support, .csv: a line a class that occurs.")
  Path perClass;

  @Option(
      names = "--save-predictions",
      paramLabel = "FILE",
      description = "Write the predictions as classify does, .csv, .json or .jsonl.")
  Path predictions;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Write a page to look at: figures, reliability, confusion, the surest mistakes; one file,"
              + " no network.")
  Path html;

  @Option(names = "--overwrite", description = "Replace outputs that exist.")
  boolean overwrite;

  /** Those that were asked for, by option. */
  private Map<String, Path> files() {
    Map<String, Path> files = new LinkedHashMap<>();
    files.put("--output", output);
    files.put("--confusion", confusion);
    files.put("--per-class", perClass);
    files.put("--save-predictions", predictions);
    files.put("--html", html);
    files.values().removeIf(file -> file == null);
    return files;
  }

  /** Each of its own format, no two the same, and none over an input. */
  void check(InputGuard guard) throws UsageException {
    Map<Path, String> seen = new LinkedHashMap<>();
    for (Map.Entry<String, Path> entry : files().entrySet()) {
      String option = entry.getKey();
      Path file = entry.getValue();
      for (Map.Entry<Path, String> other : seen.entrySet()) {
        if (InputGuard.isSame(file, other.getKey())) {
          throw new UsageException(option + " and " + other.getValue() + " are both " + file);
        }
      }
      seen.put(file, option);
      guard.check(option, file);
      requireFormat(option, file);
    }
  }

  private void requireFormat(String option, Path file) throws UsageException {
    if (file.equals(html)) {
      return;
    }
    OutputFormat format = OutputFormat.forFile(file).orElse(null);
    boolean fits =
        file.equals(predictions)
            ? format != null
            : format == OutputFormat.CSV || (format == OutputFormat.JSON && file.equals(output));
    if (!fits) {
      throw new UsageException(
          option
              + " "
              + file
              + ": must end in "
              + (file.equals(predictions)
                  ? ".csv, .json or .jsonl"
                  : file.equals(output) ? ".json or .csv" : ".csv"));
    }
  }

  /** Opens all now, so that an unusable path is known before any work is done. */
  Opened open(Context context) throws UsageException, IOException {
    Opened opened = new Opened();
    try {
      for (Path file : files().values()) {
        opened.outputs.put(file, OutputOptions.open(file, overwrite, context));
      }
    } catch (UsageException e) {
      opened.close();
      throw e;
    }
    return opened;
  }

  /** The open files; what is not committed leaves its partial. */
  final class Opened implements Closeable {
    private final Map<Path, Output> outputs = new LinkedHashMap<>();
    private final EvaluationPage page = html == null ? null : new EvaluationPage(html);

    /** Takes what the model sees of an image, from many threads. */
    void picture(ImageRef ref, RgbImage pixels) {
      if (page != null) {
        page.picture(ref.index(), pixels);
      }
    }

    /** Takes a record and what its label says of it. */
    void add(ItemResult result, Verdict verdict) {
      if (page != null) {
        page.add(result, verdict);
      }
    }

    /** Where predictions go; null where nobody wants them. */
    PredictionSink sink(int topK) throws IOException {
      if (predictions == null) {
        return null;
      }
      return OutputFormat.forFile(predictions)
          .orElseThrow()
          .sink(outputs.get(predictions).stream(), topK);
    }

    /** Writes what there is to say, and has every file count. */
    void finish(EvaluationReport report) throws IOException {
      if (output != null) {
        Writer out = writer(output);
        if (OutputFormat.forFile(output).orElseThrow() == OutputFormat.CSV) {
          EvaluationWriter.writeCsv(report.scores(), out);
        } else {
          EvaluationWriter.writeJson(report, out);
        }
      }
      if (confusion != null) {
        EvaluationWriter.writeConfusion(report.scores(), writer(confusion));
      }
      if (perClass != null) {
        EvaluationWriter.writeClasses(report.scores().classes(), writer(perClass));
      }
      if (page != null) {
        page.write(report, writer(html));
      }
      for (Output file : outputs.values()) {
        file.commit();
      }
    }

    private Writer writer(Path file) {
      return OutputFormat.writer(outputs.get(file).stream());
    }

    @Override
    public void close() throws IOException {
      for (Output file : outputs.values()) {
        file.close();
      }
    }
  }
}
