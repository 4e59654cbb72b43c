package io.github.resnet50.report.parquet;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Map;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** Vectors of images as a table: path, status, error, variant where there are any, and the list. */
public final class FeatureTableFile implements Closeable {
  private static final String VECTOR = "features";

  private final ParquetTable table;

  /**
   * @param out never closed
   * @param augmented whether rows say which variant they are of
   * @param metadata what readers find beside the table
   */
  public FeatureTableFile(OutputStream out, boolean augmented, Map<String, String> metadata)
      throws IOException {
    MessageType schema =
        MessageTypeParser.parseMessageType(
            """
            message features {
              required binary path (STRING);
              required binary status (STRING);
              optional binary error (STRING);
              %s
              optional group features (LIST) {
                repeated group list {
                  required float element;
                }
              }
            }
            """
                .formatted(augmented ? "optional int32 variant;" : ""));
    this.table = new ParquetTable(out, schema, metadata, List.of(VECTOR + ".list.element"));
  }

  /** A path without features, and why. */
  public void failed(String path, String error) throws IOException {
    Group row = row(path, "failed");
    row.add("error", error);
    table.write(row);
  }

  /**
   * The features of an image.
   *
   * @param variant which of its variants; null where there are none
   */
  public void features(String path, Integer variant, float[] features) throws IOException {
    Group row = row(path, "ok");
    if (variant != null) {
      row.add("variant", (int) variant);
    }
    Group vector = row.addGroup(VECTOR);
    for (float feature : features) {
      vector.addGroup("list").add("element", feature);
    }
    table.write(row);
  }

  private Group row(String path, String status) {
    Group row = table.row();
    row.add("path", path);
    row.add("status", status);
    return row;
  }

  /** Writes what makes the file complete. */
  @Override
  public void close() throws IOException {
    table.close();
  }
}
