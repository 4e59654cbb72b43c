package io.github.resnet50.cli;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.resnet50.model.store.ModelCard;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFormat;
import java.io.IOException;
import java.io.Writer;
import java.util.ArrayList;
import java.util.List;

/** The curve on a compressed model's label as CSV: what pruning costs, a line a point. */
final class CurveFile {
  private static final List<String> POINT =
      List.of("form", "fraction", "removed", "flops", "bytes");
  private static final List<String> PRICE =
      List.of(
          "images",
          "same_top1",
          "mean_difference",
          "max_difference",
          "mean_divergence",
          "labelled",
          "correct_before",
          "correct_after");

  private CurveFile() {}

  static void write(ModelCard card, Output output) throws IOException {
    Writer out = OutputFormat.writer(output.stream());
    List<String> header = new ArrayList<>(POINT);
    header.addAll(PRICE);
    out.write(String.join(",", header) + "\r\n");
    for (JsonElement element : card.compression().getAsJsonObject().getAsJsonArray("curve")) {
      JsonObject point = element.getAsJsonObject();
      List<String> row = new ArrayList<>();
      POINT.forEach(name -> row.add(point.get(name).getAsString()));
      PRICE.forEach(name -> row.add(point.getAsJsonObject("price").get(name).getAsString()));
      out.write(String.join(",", row) + "\r\n");
    }
    out.flush();
    output.commit();
  }
}
