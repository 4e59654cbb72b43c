package io.github.resnet50.peers;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads the reports that processes leave. */
final class Results {
  private Results() {}

  static JsonObject read(Path file) throws IOException {
    return JsonParser.parseString(Files.readString(file)).getAsJsonObject();
  }

  /** Of a timing report, or what is like it. */
  static double rateIn(Path folder) throws IOException {
    return read(Contestants.result(folder)).get("images_per_second").getAsDouble();
  }

  /** Of a benchmark with one setting, or of the faster of TensorFlow's kernels at that. */
  static double fastestIn(Path folder) throws IOException {
    return rates(Contestants.result(folder)).stream()
        .mapToDouble(Rate::imagesPerSecond)
        .max()
        .orElseThrow();
  }

  /** What the product ran at, by its timing report. */
  static Setting settingIn(Path folder) throws IOException {
    JsonObject config = read(Contestants.result(folder)).getAsJsonObject("config");
    return new Setting(config.get("batch_size").getAsInt(), config.get("threads").getAsInt(), 1);
  }

  /**
   * What the processor can do for the network.
   *
   * @param flopsPerImage floating-point operations
   * @param sgemmGflops what large matrix products reach on all cores, in 10⁹ operations a second
   */
  record Peak(double flopsPerImage, double sgemmGflops) {
    /** The share of that speed which a rate in fp32 is. */
    double share(double imagesPerSecond) {
      return imagesPerSecond * flopsPerImage / 1e9 / sgemmGflops;
    }
  }

  /** Of the product's benchmark; empty where the network's operations cannot be counted. */
  static Optional<Peak> peakIn(Path folder) throws IOException {
    JsonObject report = read(Contestants.result(folder));
    JsonElement flops = report.get("flops_per_image");
    JsonObject sgemm = report.getAsJsonObject("sgemm_gflops");
    return flops == null || flops.isJsonNull() || sgemm == null
        ? Optional.empty()
        : sgemm.entrySet().stream()
            .max(Comparator.comparingInt(entry -> Integer.parseInt(entry.getKey())))
            .map(entry -> new Peak(flops.getAsDouble(), entry.getValue().getAsDouble()));
  }

  /** One setting of a benchmark. */
  record Rate(int batchSize, double imagesPerSecond) {}

  static List<Rate> rates(Path file) throws IOException {
    JsonArray settings = read(file).getAsJsonArray("settings");
    List<Rate> rates = new ArrayList<>();
    for (JsonElement element : settings) {
      JsonObject setting = element.getAsJsonObject();
      rates.add(
          new Rate(
              setting.get("batch_size").getAsInt(),
              setting.get("images_per_second").getAsDouble()));
    }
    return rates;
  }
}
