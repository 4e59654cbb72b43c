package io.github.resnet50.peers;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

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

  /** Of a benchmark with one setting. */
  static double onlySettingIn(Path folder) throws IOException {
    return rates(Contestants.result(folder)).get(0).imagesPerSecond;
  }

  /** What the product ran at, by its timing report. */
  static Setting settingIn(Path folder) throws IOException {
    JsonObject config = read(Contestants.result(folder)).getAsJsonObject("config");
    return new Setting(config.get("batch_size").getAsInt(), config.get("threads").getAsInt(), 1);
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
