package io.github.resnet50.features;

import io.github.resnet50.report.CsvSink;
import io.github.resnet50.report.NpyFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Features as NumPy reads them, {@code float32 [rows][features]}, and beside them a CSV table with
 * the path of each row: {@code path,status,error,row}, and {@code variant} where there are any. An
 * image that failed has a line there, without a row.
 *
 * <p>The shape is at the beginning of the file but known only at the end: until then rows are kept
 * in a temporary file.
 */
public final class NpyFeatures implements FeatureTable {
  private final OutputStream out;
  private final Writer paths;
  private final boolean augmented;
  private final Path spooled;
  private final OutputStream spool;
  private long rows;
  private int width;

  /**
   * @param out never closed, and neither is {@code paths}
   * @param folder for the temporary file, which takes as much space as {@code out}
   * @param augmented whether there are variants
   */
  public NpyFeatures(OutputStream out, Writer paths, Path folder, boolean augmented)
      throws IOException {
    this.out = out;
    this.paths = paths;
    this.augmented = augmented;
    this.spooled = Files.createTempFile(folder, ".features", ".rows");
    this.spool = new BufferedOutputStream(Files.newOutputStream(spooled), 1 << 16);
    List<String> header = new ArrayList<>(List.of("path", "status", "error", "row"));
    if (augmented) {
      header.add("variant");
    }
    CsvSink.FORMAT.printRecord(paths, header.toArray());
  }

  @Override
  public void write(ImageFeatures image) throws IOException {
    String path = CsvSink.path(image.ref().name());
    if (image.failure() != null) {
      line(path, "failed", CsvSink.text(image.failure().toString()), "", "");
      return;
    }
    for (int variant = 0; variant < image.variants().length; variant++) {
      width = image.variants()[variant].length;
      spool.write(NpyFile.data(image.variants()[variant]));
      line(path, "ok", "", rows++, variant);
    }
  }

  private void line(String path, String status, String error, Object row, Object variant)
      throws IOException {
    List<Object> cells = new ArrayList<>();
    Collections.addAll(cells, path, status, error, row, variant);
    CsvSink.FORMAT.printRecord(
        paths, (augmented ? cells : cells.subList(0, cells.size() - 1)).toArray());
  }

  @Override
  public void end() throws IOException {
    spool.flush();
    out.write(NpyFile.header(rows, width));
    Files.copy(spooled, out);
    out.flush();
    paths.flush();
  }

  @Override
  public void close() throws IOException {
    spool.close();
    Files.deleteIfExists(spooled);
  }
}
