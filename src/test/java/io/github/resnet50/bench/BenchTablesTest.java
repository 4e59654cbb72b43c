package io.github.resnet50.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class BenchTablesTest {
  private final StringWriter out = new StringWriter();

  @Test
  void theTableEndsInTheRecommendation() throws IOException {
    BenchTables.writeText(Reports.report(), out);
    assertEquals(
        """
        toy on Fast 9, 2 cores; synthetic images

        threads  batch   images/s [ min ..  max ]   ms/image p50     p90     p99  GFLOP/s  of sgemm rounds
              1      1       10.0 [ 10.0 ..  10.0]             1.0     1.0     1.0     80.0      80 %      1  *
              2      8       20.3 [ 20.3 ..  20.3]             1.0     1.0     1.0    162.0      90 %      5
        * not steady after 10 s of warm-up
        1 round: less than 70 % of the fastest's rate on its engine, warm and measured

        First prediction after 1.8 s: engine 0.5, model 1.0, first batch 0.3
        Peak memory: 50 MB of Java heap, 700 MB in all
        Operations an image: 8.00 GFLOP; matrix products: 100 on 1, 180 on 2 threads, in GFLOP/s
        Recommended: --batch-size 8 --threads 2 (20.3 images/s)
        """,
        out.toString());
  }

  @Test
  void saysUnknownWhereOperationsAreNotKnown() throws IOException {
    BenchTables.writeText(Reports.report(null, new TreeMap<>()), out);
    assertTrue(out.toString().contains("Operations an image: unknown\n"), out.toString());
    assertTrue(out.toString().lines().anyMatch(line -> line.contains(" unknown   unknown ")));
  }

  @Test
  void csvHasALineASetting() throws IOException {
    BenchTables.writeCsv(Reports.report(8e9, new TreeMap<>()), out);
    assertEquals(
        """
        batch_size,threads,images_per_second,min_images_per_second,max_images_per_second,\
        p50_ms,p90_ms,p99_ms,gflops,sgemm_share,warm_up_windows,steady,engine,rounds
        1,1,10,10,10,1,1,1,80,,2,false,TensorFlow,1
        8,2,20.25,20.25,20.25,1,1,1,162,,2,true,TensorFlow,5
        """,
        out.toString());
  }

  @Test
  void jsonHasEverything() throws IOException {
    BenchTables.writeJson(Reports.report(), out);
    JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertEquals("1.2.3", json.get("version").getAsString());
    assertEquals("Fast 9", json.getAsJsonObject("host").get("cpu").getAsString());
    assertEquals(1.75, json.get("first_prediction_seconds").getAsDouble());
    assertEquals(180, json.getAsJsonObject("sgemm_gflops").get("2").getAsDouble());
    JsonObject setting = json.getAsJsonArray("settings").get(1).getAsJsonObject();
    assertEquals(0.9, setting.get("sgemm_share").getAsDouble(), 1e-9);
    assertEquals(8, json.getAsJsonObject("recommendation").get("batch_size").getAsInt());
  }

  @Test
  void modelsStandBesideEachOther() throws IOException {
    BenchTables.writeText(Reports.comparison(), out);
    assertEquals(
        """
        Fast 9, 2 cores; synthetic images

        model   threads  batch   images/s [ min ..  max ]   ratio  ms/image p50     p99 \
         load s  first s      MB  GFLOP
        toy           2      8       20.3 [ 20.3 ..  20.3]    1.00           1.0     1.0\
            1.00     0.25   102.6   8.00
        longer        2      1       10.0 [ 10.0 ..  10.0]    0.49           1.0     1.0\
            1.00     0.25   102.6      ?  *
        * not steady after 10 s of warm-up
        """,
        out.toString());
  }

  @Test
  void csvHasALineAModel() throws IOException {
    BenchTables.writeCsv(Reports.comparison(), out);
    assertEquals(
        """
        model,batch_size,threads,images_per_second,min_images_per_second,\
        max_images_per_second,ratio,p50_ms,p90_ms,p99_ms,model_seconds,first_batch_seconds,bytes,flops_per_image
        toy,8,2,20.25,20.25,20.25,1,1,1,1,1,0.25,102600000,8000000000
        longer,1,2,10,10,10,0.493827,1,1,1,1,0.25,102600000,
        """,
        out.toString());
  }

  @Test
  void jsonHasEveryModel() throws IOException {
    BenchTables.writeJson(Reports.comparison(), out);
    JsonObject json = JsonParser.parseString(out.toString()).getAsJsonObject();
    assertEquals(
        List.of(
            "tool",
            "version",
            "started",
            "host",
            "images",
            "repeats",
            "seconds",
            "warm_up_seconds",
            "models"),
        List.copyOf(json.keySet()));
    JsonObject model = json.getAsJsonArray("models").get(1).getAsJsonObject();
    assertEquals("longer", model.get("name").getAsString());
    assertEquals(0.493827, model.get("ratio").getAsDouble());
    assertEquals(10, model.getAsJsonObject("measured").get("images_per_second").getAsDouble());
  }
}
