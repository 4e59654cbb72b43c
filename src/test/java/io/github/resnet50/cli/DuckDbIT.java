package io.github.resnet50.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.resnet50.cli.Cli.Result;
import io.github.resnet50.cli.options.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables as another program reads them, and written by the program as it is installed: on the class
 * path of the tests there are Hadoop's classes, which it goes without.
 */
@Timeout(300)
@DisabledOnOs(OS.WINDOWS)
class DuckDbIT {
  @TempDir Path folder;

  private void run(String command, String... rest) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(List.of(command, "-q", "-m", "random"));
    arguments.addAll(List.of(rest));
    Path photos = folder.resolve("photos");
    if (Files.notExists(photos)) {
      Files.createDirectory(photos);
      for (String name : Launcher.samples().subList(0, 5)) {
        Files.copy(Launcher.project().resolve("sample-images/" + name), photos.resolve(name));
      }
      Files.writeString(photos.resolve("'not one'\n.jpg"), "text");
    }
    arguments.add("photos");
    Result result = new Launcher(folder).run(arguments.toArray(String[]::new));
    assertEquals(ExitCode.SOME_FAILED, result.exitCode(), result.err());
  }

  /** Rows of cells, the types of the columns first. */
  private static List<List<String>> query(String sql) throws SQLException {
    List<List<String>> rows = new ArrayList<>();
    try (Connection duck = DriverManager.getConnection("jdbc:duckdb:");
        Statement statement = duck.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      ResultSetMetaData columns = result.getMetaData();
      List<String> head = new ArrayList<>();
      for (int i = 1; i <= columns.getColumnCount(); i++) {
        head.add(columns.getColumnName(i) + " " + columns.getColumnTypeName(i));
      }
      rows.add(head);
      while (result.next()) {
        List<String> cells = new ArrayList<>();
        for (int i = 1; i <= head.size(); i++) {
          cells.add(result.getString(i));
        }
        rows.add(cells);
      }
    }
    return rows;
  }

  @Test
  void readsEveryColumnOfPredictions() throws Exception {
    run("classify", "--scores", "-o", "p.parquet");
    run("classify", "--scores", "-o", "p.jsonl");
    String table = "'" + folder.resolve("p.parquet") + "'";
    List<List<String>> rows =
        query(
            "select * exclude predictions, list_transform(predictions, p -> p.index || ' ' || p.id"
                + " || ' ' || p.label) as labels, list_sum(list_transform(predictions, p ->"
                + " p.prob)) as sum from "
                + table);
    assertEquals(
        List.of(
            "path VARCHAR",
            "status VARCHAR",
            "error VARCHAR",
            "width INTEGER",
            "height INTEGER",
            "top1_index INTEGER",
            "top1_id VARCHAR",
            "top1_label VARCHAR",
            "top1_prob FLOAT",
            "max_softmax FLOAT",
            "entropy FLOAT",
            "energy FLOAT",
            "contrast INTEGER",
            "labels VARCHAR[]"),
        rows.get(0).subList(0, 14));
    List<String> records = Files.readAllLines(folder.resolve("p.jsonl"));
    assertEquals(records.size(), rows.size() - 1);
    for (int i = 0; i < records.size(); i++) {
      assertSame(JsonParser.parseString(records.get(i)).getAsJsonObject(), rows.get(i + 1));
    }
    assertEquals(
        "STRUCT(\"index\" INTEGER, id VARCHAR, \"label\" VARCHAR, prob FLOAT)[]",
        query("describe select predictions from " + table).get(1).get(1));
    List<List<String>> about =
        query(
            "select key::varchar, value::varchar from parquet_kv_metadata("
                + table
                + ") where key::varchar in ('resnet50.model_name', 'resnet50.top_k') order by 1");
    assertEquals(
        List.of(List.of("resnet50.model_name", "random"), List.of("resnet50.top_k", "5")),
        about.subList(1, about.size()));
  }

  private static void assertSame(JsonObject record, List<String> row) {
    assertEquals(record.get("path").getAsString(), row.get(0));
    assertEquals(record.get("status").getAsString(), row.get(1));
    if (record.has("error")) {
      JsonObject error = record.getAsJsonObject("error");
      String text = error.get("kind").getAsString() + ": " + error.get("message").getAsString();
      assertEquals(text, row.get(2));
      row.subList(3, row.size()).forEach(cell -> assertEquals(null, cell));
      return;
    }
    JsonArray predictions = record.getAsJsonArray("predictions");
    JsonObject best = predictions.get(0).getAsJsonObject();
    JsonObject scores = record.getAsJsonObject("scores");
    assertEquals(null, row.get(2));
    assertEquals(record.get("width").getAsString(), row.get(3));
    assertEquals(record.get("height").getAsString(), row.get(4));
    assertEquals(best.get("index").getAsString(), row.get(5));
    assertEquals(best.get("id").getAsString(), row.get(6));
    assertEquals(best.get("label").getAsString(), row.get(7));
    assertEquals(best.get("prob").getAsFloat(), Float.parseFloat(row.get(8)));
    assertEquals(scores.get("max_softmax").getAsFloat(), Float.parseFloat(row.get(9)));
    assertEquals(scores.get("entropy").getAsFloat(), Float.parseFloat(row.get(10)));
    assertEquals(scores.get("contrast").getAsString(), row.get(12));
    List<String> labels = new ArrayList<>();
    double sum = 0;
    for (JsonElement element : predictions) {
      JsonObject p = element.getAsJsonObject();
      labels.add(
          "%s %s %s"
              .formatted(
                  p.get("index").getAsString(),
                  p.get("id").getAsString(),
                  p.get("label").getAsString()));
      sum += p.get("prob").getAsFloat();
    }
    assertEquals(labels.toString(), row.get(13));
    assertEquals(sum, Double.parseDouble(row.get(14)), 1e-6);
  }

  @Test
  void readsFeatures() throws Exception {
    run("features", "--augment", "1", "-o", "f.parquet");
    run("features", "--augment", "1", "-o", "f.csv");
    List<List<String>> rows =
        query("select * from '" + folder.resolve("f.parquet") + "' order by path, variant");
    assertEquals(
        List.of(
            "path VARCHAR",
            "status VARCHAR",
            "error VARCHAR",
            "variant INTEGER",
            "features FLOAT[]"),
        rows.get(0));
    List<List<String>> csv =
        query(
            "select path, status, error, variant, f0::float, f2047::float from read_csv('"
                + folder.resolve("f.csv")
                + "') order by path, variant");
    assertEquals(csv.size(), rows.size());
    for (int i = 1; i < rows.size(); i++) {
      List<String> row = rows.get(i);
      assertEquals(csv.get(i).subList(0, 4), row.subList(0, 4));
      if (row.get(1).equals("ok")) {
        String[] vector = row.get(4).replaceAll("[\\[\\] ]", "").split(",", -1);
        assertEquals(2048, vector.length);
        assertEquals(csv.get(i).get(4), vector[0]);
        assertEquals(csv.get(i).get(5), vector[2047]);
      }
    }
  }
}
