package io.github.resnet50.cli;

import io.github.resnet50.explain.ExplainedImage;
import io.github.resnet50.explain.ExplanationSummary;
import io.github.resnet50.report.Output;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The page of a run, where one is wanted. */
final class ExplanationHtml implements AutoCloseable {
  private final Output output;

  private ExplanationHtml(Output output) {
    this.output = output;
  }

  static ExplanationHtml open(Path html, InputOptions input, boolean overwrite, Context context)
      throws UsageException {
    if (html == null) {
      return new ExplanationHtml(null);
    }
    new InputGuard(input).check("--html", html);
    return new ExplanationHtml(OutputOptions.open(html, overwrite, context));
  }

  void add(ExplainedImage image) {}

  void write(String model, List<ExplanationSummary.Row> rows, boolean complete)
      throws IOException {}

  @Override
  public void close() throws IOException {
    if (output != null) {
      output.close();
    }
  }
}
