package io.github.resnet50.cli;

import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.model.zoo.ZooFetcher;
import java.io.PrintWriter;

/** A download on standard error: redrawn in place on a terminal, a line now and then elsewhere. */
final class FetchConsole implements ZooFetcher.FetchListener, AutoCloseable {
  private static final int LINE_EVERY_PERCENT = 20;

  private final String name;
  private final PrintWriter err;
  private final boolean quiet;
  private final boolean terminal;
  private long percentTold = -1;
  private int drawn;

  FetchConsole(String name, Context context, CommonOptions common) {
    this.name = Text.escape(name);
    this.err = context.err();
    this.quiet = common.quiet;
    this.terminal = context.terminalColumns(common) > 0;
  }

  @Override
  public void waiting() {
    if (!quiet) {
      err.println("resnet50: another process is fetching " + name + "; waiting for it");
      err.flush();
    }
  }

  @Override
  public void progress(long done, long total) {
    long percent = total > 0 ? 100 * done / total : 0;
    if (quiet || percent == percentTold || (!terminal && percent % LINE_EVERY_PERCENT != 0)) {
      return;
    }
    percentTold = percent;
    String line =
        "fetching %s: %s of %s (%d %%)"
            .formatted(name, Text.megabytes(done), Text.megabytes(total), percent);
    if (terminal) {
      err.print("\r" + line + " ".repeat(Math.max(0, drawn - line.length())));
      drawn = line.length();
    } else {
      err.println(line);
    }
    err.flush();
  }

  @Override
  public void close() {
    if (drawn > 0) {
      err.println();
      err.flush();
      drawn = 0;
    }
  }
}
