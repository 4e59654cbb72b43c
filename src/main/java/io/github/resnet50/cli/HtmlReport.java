package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.html.ClassificationPage;
import io.github.resnet50.report.timing.TimingReport;
import io.github.resnet50.run.RunListener;
import java.io.IOException;

/**
 * The page of a run, if one was asked for: receives the same events as the console, then is
 * written.
 */
final class HtmlReport implements AutoCloseable {
  private final ClassificationPage page;
  private final Output output;

  private HtmlReport(ClassificationPage page, Output output) {
    this.page = page;
    this.output = output;
  }

  /**
   * Opens its output now, so that an unusable path is known before any work is done.
   *
   * @param replace whether an existing file may be replaced because it belongs to the run that is
   *     continued
   */
  static HtmlReport open(OutputOptions options, Context context, boolean replace)
      throws UsageException {
    return options.html == null
        ? new HtmlReport(null, null)
        : new HtmlReport(new ClassificationPage(options.html), options.openHtml(context, replace));
  }

  boolean isWanted() {
    return output != null;
  }

  /** The name of the output in messages. */
  String name() {
    return output.name();
  }

  /** A listener that passes events on to the console and to the page. */
  RunListener beside(RunListener console) {
    return isWanted()
        ? new Beside(console, (ref, pixels) -> page.picture(ref.index(), pixels), page::add)
        : console;
  }

  /**
   * @param warning a caution shown at the top; may be empty
   */
  void write(TimingReport report, String warning) throws IOException {
    page.write(report, warning, OutputFormat.writer(output.stream()));
    output.commit();
  }

  @Override
  public void close() throws IOException {
    if (isWanted()) {
      output.close();
    }
  }
}
