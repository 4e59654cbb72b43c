package io.github.resnet50.spark;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Prediction;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Records as rows of a table: the columns of the CSV, with types, and null where it is empty. */
final class ParquetRows {
  private static final int COLUMNS_A_PREDICTION = 4;

  private ParquetRows() {}

  /**
   * The table's columns.
   *
   * @param predictions a record
   */
  static StructType schema(int predictions) {
    List<StructField> fields = new ArrayList<>();
    fields.add(field("path", DataTypes.StringType));
    fields.add(field("status", DataTypes.StringType));
    fields.add(field("error", DataTypes.StringType));
    fields.add(field("width", DataTypes.IntegerType));
    fields.add(field("height", DataTypes.IntegerType));
    for (int rank = 1; rank <= predictions; rank++) {
      fields.add(field("top" + rank + "_index", DataTypes.IntegerType));
      fields.add(field("top" + rank + "_id", DataTypes.StringType));
      fields.add(field("top" + rank + "_label", DataTypes.StringType));
      fields.add(field("top" + rank + "_prob", DataTypes.FloatType));
    }
    return DataTypes.createStructType(fields);
  }

  private static StructField field(String name, DataType type) {
    return DataTypes.createStructField(name, type, true);
  }

  /**
   * One row.
   *
   * @param predictions a record
   */
  static Row row(ItemResult result, int predictions) {
    Object[] cells = new Object[5 + COLUMNS_A_PREDICTION * predictions];
    cells[0] = result.name();
    if (result instanceof ItemResult.Failed failed) {
      cells[1] = "failed";
      cells[2] = failed.failure().toString();
    } else if (result instanceof ItemResult.Predicted ok) {
      cells[1] = "ok";
      cells[3] = ok.width();
      cells[4] = ok.height();
      int cell = 5;
      for (Prediction prediction : ok.predictions()) {
        cells[cell++] = prediction.classIndex();
        cells[cell++] = prediction.id();
        cells[cell++] = prediction.label();
        cells[cell++] = prediction.probability();
      }
    }
    return RowFactory.create(cells);
  }
}
