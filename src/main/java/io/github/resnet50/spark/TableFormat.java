package io.github.resnet50.spark;

import io.github.resnet50.report.OutputFormat;
import java.util.Locale;
import java.util.Optional;

/** What a job can write. */
enum TableFormat {
  CSV(OutputFormat.CSV),
  JSONL(OutputFormat.JSONL),
  PARQUET(null);

  private final OutputFormat text;

  TableFormat(OutputFormat text) {
    this.text = text;
  }

  /** The same as {@code classify} writes; empty for a format that it does not. */
  Optional<OutputFormat> text() {
    return Optional.ofNullable(text);
  }

  /** As in options: {@code csv}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
