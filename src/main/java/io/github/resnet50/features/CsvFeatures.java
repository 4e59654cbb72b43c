package io.github.resnet50.features;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.report.CsvSink;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Features as CSV: {@code path,status,error}, {@code variant} where there are any, then a column a
 * feature, {@code f0,f1,…}. A failed record has an empty tail.
 */
public final class CsvFeatures implements FeatureTable {
  private final Writer out;
  private final boolean augmented;
  private final List<ImageFeatures> early = new ArrayList<>();
  private int width = -1;

  /**
   * @param out never closed
   * @param augmented whether there are variants
   */
  public CsvFeatures(Writer out, boolean augmented) {
    this.out = out;
    this.augmented = augmented;
  }

  /** The number of columns is unknown before the first image with features. */
  @Override
  public void write(ImageFeatures image) throws IOException {
    if (width < 0 && image.failure() != null) {
      early.add(image);
      return;
    }
    if (width < 0) {
      begin(image.features().length);
    }
    records(image);
  }

  private void begin(int features) throws IOException {
    width = features;
    List<Object> header = new ArrayList<>(List.of("path", "status", "error"));
    if (augmented) {
      header.add("variant");
    }
    for (int i = 0; i < features; i++) {
      header.add("f" + i);
    }
    CsvSink.FORMAT.printRecord(out, header.toArray());
    for (ImageFeatures image : early) {
      records(image);
    }
    early.clear();
  }

  private void records(ImageFeatures image) throws IOException {
    String path = CsvSink.path(image.ref().name());
    if (image.failure() != null) {
      List<Object> cells =
          new ArrayList<>(List.of(path, "failed", CsvSink.text(image.failure().toString())));
      cells.addAll(Collections.nCopies(width + (augmented ? 1 : 0), ""));
      CsvSink.FORMAT.printRecord(out, cells.toArray());
      return;
    }
    for (int variant = 0; variant < image.variants().length; variant++) {
      List<Object> cells = new ArrayList<>(width + 4);
      Collections.addAll(cells, path, "ok", "");
      if (augmented) {
        cells.add(variant);
      }
      for (float feature : image.variants()[variant]) {
        cells.add(Decimals.shortest(feature));
      }
      CsvSink.FORMAT.printRecord(out, cells.toArray());
    }
  }

  @Override
  public void end() throws IOException {
    if (width < 0) {
      begin(0);
    }
    out.flush();
  }

  @Override
  public void close() {}
}
