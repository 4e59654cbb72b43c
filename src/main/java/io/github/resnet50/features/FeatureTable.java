package io.github.resnet50.features;

import io.github.resnet50.basics.Decimals;
import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.NpyRows;
import io.github.resnet50.report.parquet.FeatureTableFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of features that is being written; a record for every path. For one thread. */
public abstract class FeatureTable implements AutoCloseable {
  /** Whether there are variants: then each record says which it is of. */
  final boolean augmented;

  private FeatureTable(boolean augmented) {
    this.augmented = augmented;
  }

  /**
   * Features as CSV: {@code path,status,error}, {@code variant} where there are any, then a column
   * a feature, {@code f0,f1,…}. A failed record has an empty tail.
   *
   * @param out never closed
   * @param augmented whether there are variants
   */
  public static FeatureTable csv(Writer out, boolean augmented) {
    return new Csv(out, augmented);
  }

  /**
   * Features as NumPy reads them, {@code float32 [rows][features]}, and beside them a CSV table
   * with the path of each row: {@code path,status,error,row}, and {@code variant} where there are
   * any. An image that failed has a line there, without a row.
   *
   * @param out never closed, and neither is {@code paths}
   * @param folder for a temporary file, which takes as much space as {@code out}
   * @param augmented whether there are variants
   */
  public static FeatureTable npy(OutputStream out, Writer paths, Path folder, boolean augmented)
      throws IOException {
    return new Npy(out, paths, folder, augmented);
  }

  /**
   * Features as Parquet: {@code path,status,error}, {@code variant} where there are any, and the
   * vector as a list, which is null where an image failed.
   *
   * @param out never closed
   * @param augmented whether there are variants
   * @param about of what they are, by name; beside the table
   */
  public static FeatureTable parquet(
      OutputStream out, boolean augmented, Map<String, String> about) {
    return new Parquet(out, augmented, about);
  }

  /** Adds an image with features, or one that failed. */
  public abstract void write(ImageFeatures image) throws IOException;

  /** Completes the file once all images are written. */
  public abstract void end() throws IOException;

  /** Frees what this object opened, but no stream that was passed in. */
  @Override
  public abstract void close() throws IOException;

  /** The first cells of an image's records. */
  private static List<Object> cells(ImageFeatures image) {
    String path = CsvSink.path(image.ref().name());
    boolean failed = image.failure() != null;
    return new ArrayList<>(
        failed
            ? List.of(path, "failed", CsvSink.text(image.failure().toString()))
            : List.of(path, "ok", ""));
  }

  /**
   * One that begins with how many features there are, which is unknown before the first image with
   * some: failed ones wait until then.
   */
  private abstract static class OfKnownWidth extends FeatureTable {
    private final List<ImageFeatures> early = new ArrayList<>();
    private boolean begun;

    OfKnownWidth(boolean augmented) {
      super(augmented);
    }

    /** Writes what stands before all rows. */
    abstract void begin(int features) throws IOException;

    /** Writes the rows of an image. */
    abstract void rows(ImageFeatures image) throws IOException;

    /** Writes what stands behind all rows. */
    abstract void finish() throws IOException;

    @Override
    public final void write(ImageFeatures image) throws IOException {
      if (!begun && image.failure() != null) {
        early.add(image);
        return;
      }
      if (!begun) {
        beginWithEarly(image.features().length);
      }
      rows(image);
    }

    private void beginWithEarly(int features) throws IOException {
      begun = true;
      begin(features);
      for (ImageFeatures image : early) {
        rows(image);
      }
      early.clear();
    }

    @Override
    public final void end() throws IOException {
      if (!begun) {
        beginWithEarly(0);
      }
      finish();
    }

    @Override
    public final void close() {} // what it writes to is somebody else's
  }

  private static final class Parquet extends OfKnownWidth {
    private final OutputStream out;
    private final Map<String, String> about;
    private FeatureTableFile file; // null: not yet

    Parquet(OutputStream out, boolean augmented, Map<String, String> about) {
      super(augmented);
      this.out = out;
      this.about = about;
    }

    @Override
    void begin(int features) throws IOException {
      Map<String, String> all = new LinkedHashMap<>(about);
      all.put("features", Integer.toString(features));
      file = new FeatureTableFile(out, augmented, all);
    }

    @Override
    void rows(ImageFeatures image) throws IOException {
      String path = image.ref().name();
      if (image.failure() != null) {
        file.failed(path, image.failure().toString());
        return;
      }
      for (int variant = 0; variant < image.variants().length; variant++) {
        file.features(path, augmented ? variant : null, image.variants()[variant]);
      }
    }

    @Override
    void finish() throws IOException {
      file.close();
    }
  }

  private static final class Csv extends OfKnownWidth {
    private final Writer out;
    private int width;

    Csv(Writer out, boolean augmented) {
      super(augmented);
      this.out = out;
    }

    @Override
    void begin(int features) throws IOException {
      width = features;
      List<Object> header = new ArrayList<>(List.of("path", "status", "error"));
      if (augmented) {
        header.add("variant");
      }
      for (int i = 0; i < features; i++) {
        header.add("f" + i);
      }
      print(header);
    }

    @Override
    void rows(ImageFeatures image) throws IOException {
      if (image.failure() != null) {
        List<Object> failed = cells(image);
        failed.addAll(Collections.nCopies(width + (augmented ? 1 : 0), ""));
        print(failed);
        return;
      }
      for (int variant = 0; variant < image.variants().length; variant++) {
        List<Object> cells = cells(image);
        if (augmented) {
          cells.add(variant);
        }
        for (float feature : image.variants()[variant]) {
          cells.add(Decimals.shortest(feature));
        }
        print(cells);
      }
    }

    private void print(List<Object> cells) throws IOException {
      CsvSink.FORMAT.printRecord(out, cells.toArray());
    }

    @Override
    void finish() throws IOException {
      out.flush();
    }
  }

  private static final class Npy extends FeatureTable {
    private final OutputStream out;
    private final Writer paths;
    private final NpyRows rows;

    Npy(OutputStream out, Writer paths, Path folder, boolean augmented) throws IOException {
      super(augmented);
      this.out = out;
      this.paths = paths;
      this.rows = new NpyRows(folder);
      print(new ArrayList<>(List.of("path", "status", "error")), "row", "variant");
    }

    @Override
    public void write(ImageFeatures image) throws IOException {
      if (image.failure() != null) {
        print(cells(image), "", "");
        return;
      }
      for (int variant = 0; variant < image.variants().length; variant++) {
        print(cells(image), rows.count(), variant);
        rows.add(image.variants()[variant]);
      }
    }

    private void print(List<Object> cells, Object row, Object variant) throws IOException {
      cells.add(row);
      if (augmented) {
        cells.add(variant);
      }
      CsvSink.FORMAT.printRecord(paths, cells.toArray());
    }

    @Override
    public void end() throws IOException {
      rows.writeTo(out);
      paths.flush();
    }

    @Override
    public void close() throws IOException {
      rows.close();
    }
  }
}
