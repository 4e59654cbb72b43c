package io.github.resnet50.spark;

import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Prints a table's rows, sorted by path, a line each ({@code |} for line feeds); run on Spark's own
 * class path.
 */
final class ParquetDump {
  private ParquetDump() {}

  /**
   * @param arguments the table
   */
  public static void main(String[] arguments) {
    try (SparkSession session = SparkSession.builder().master("local[1]").getOrCreate()) {
      for (Row row : session.read().parquet(arguments[0]).sort("path").collectAsList()) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < row.length(); i++) {
          line.append(i == 0 ? "" : ",")
              .append(row.isNullAt(i) ? "" : row.get(i).toString().replace("\n", "|"));
        }
        System.out.println(line);
      }
    }
  }
}
