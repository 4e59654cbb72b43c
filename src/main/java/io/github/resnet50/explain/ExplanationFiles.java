package io.github.resnet50.explain;

import com.google.gson.stream.JsonWriter;
import io.github.resnet50.basics.Decimals;
import io.github.resnet50.explain.ExplainedImage.Explanation;
import io.github.resnet50.explain.ExplainedImage.Measures;
import io.github.resnet50.explain.ExplainedImage.Target;
import io.github.resnet50.explain.HeatMap.Concentration;
import io.github.resnet50.explain.SaliencyMap.Segment;
import io.github.resnet50.report.NpyFile;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;

/**
 * Writes explanations: for each an overlay ({@code .png}) and a map ({@code .npy}) into a folder,
 * and one JSON object per line; an image that failed has one line with the reason. Used by one
 * thread.
 */
public final class ExplanationFiles {
  private final Path folder;
  private final Writer records;
  private final boolean largeMaps;
  private final Names names = new Names();

  /**
   * @param folder exists
   * @param records gets the lines; flushed after each image, never closed
   * @param largeMaps whether maps are written as large as the model sees images
   */
  public ExplanationFiles(Path folder, Writer records, boolean largeMaps) {
    this.folder = folder;
    this.records = records;
    this.largeMaps = largeMaps;
  }

  /** Writes the overlays, maps and records of one image. */
  public void write(ExplainedImage image) throws IOException {
    if (image.failure() != null) {
      failed(image);
    } else {
      String name = names.of(image.ref().name());
      for (Explanation explanation : image.explanations()) {
        write(image, explanation, name);
      }
    }
    records.flush();
  }

  private void failed(ExplainedImage image) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.beginObject().name("path").value(image.ref().name()).name("status").value("failed");
      json.name("error").beginObject();
      json.name("kind").value(image.failure().kind().label());
      json.name("message").value(image.failure().message());
      json.endObject().endObject();
    }
    records.write(line + "\n");
  }

  private void write(ExplainedImage image, Explanation explanation, String name)
      throws IOException {
    String base =
        "%s.%s.%s"
            .formatted(
                name,
                explanation.target().isGroup()
                    ? Names.safe(explanation.target().label().id())
                    : explanation.target().index(),
                explanation.method().toString().replace("++", "pp"));
    HeatMap whole = explanation.saliency().map();
    HeatMap map =
        largeMaps ? whole.enlarged(image.pixels().height(), image.pixels().width()) : whole;
    put(base + ".png", explanation.png());
    put(base + ".npy", NpyFile.of(map.values(), map.height(), map.width()));
    records.write(line(image, explanation, base) + "\n");
  }

  /** Writes atomically, so that a reader never sees a part of the file. */
  private void put(String name, byte[] bytes) throws IOException {
    Path partial = folder.resolve(name + ".partial");
    Files.write(partial, bytes);
    Files.move(partial, folder.resolve(name), StandardCopyOption.REPLACE_EXISTING);
  }

  private static String line(ExplainedImage image, Explanation explanation, String base)
      throws IOException {
    StringWriter line = new StringWriter();
    try (JsonWriter json = new JsonWriter(line)) {
      json.setSerializeNulls(true);
      json.beginObject().name("path").value(image.ref().name()).name("status").value("ok");
      json.name("width").value(image.width()).name("height").value(image.height());
      json.name("class").beginObject();
      Target target = explanation.target();
      json.name("index").value(target.isGroup() ? null : (Integer) target.index());
      json.name("id").value(target.label().id());
      json.name("label").value(target.label().name());
      number(json, "prob", (double) target.probability());
      if (target.isGroup()) {
        json.name("classes").value(target.classes());
      }
      json.endObject();
      json.name("method").value(explanation.method().toString());
      json.name("parameters").beginObject();
      for (Map.Entry<String, Object> entry : new TreeMap<>(explanation.parameters()).entrySet()) {
        json.name(entry.getKey());
        if (entry.getValue() instanceof Number number) {
          json.value(number);
        } else {
          json.value(String.valueOf(entry.getValue()));
        }
      }
      json.endObject();
      json.name("overlay").value(base + ".png").name("map").value(base + ".npy");
      Measures measures = explanation.measures();
      Concentration concentration = measures.concentration();
      json.name("concentration").beginObject();
      number(json, "half_mass_area", concentration.halfMassArea());
      number(json, "centre_x", concentration.centreX());
      number(json, "centre_y", concentration.centreY());
      json.endObject();
      if (explanation.method().isSampled()) {
        number(json, "reliability", explanation.saliency().reliability());
      }
      if (!explanation.saliency().segments().isEmpty()) {
        segments(json, explanation.saliency().segments());
      }
      if (measures.faithfulness() != null) {
        json.name("faithfulness").beginObject();
        scores(json, measures.faithfulness().scores());
        json.name("random").beginObject();
        scores(json, measures.faithfulness().random());
        json.name("maps").value(Faithfulness.RANDOM_MAPS);
        json.endObject().endObject();
      }
      if (measures.sanity() != null) {
        json.name("sanity").beginObject();
        number(json, "rank_correlation", measures.sanity().rankCorrelation());
        json.endObject();
      }
      json.endObject();
    }
    return line.toString();
  }

  private static void segments(JsonWriter json, List<Segment> segments) throws IOException {
    json.name("segments").beginArray();
    for (Segment segment : segments) {
      json.beginObject();
      number(json, "area", segment.area());
      number(json, "centre_x", segment.centreX());
      number(json, "centre_y", segment.centreY());
      number(json, "value", segment.value());
      number(json, "standard_error", segment.standardError());
      json.endObject();
    }
    json.endArray();
  }

  private static void scores(JsonWriter json, Faithfulness.Metrics scores) throws IOException {
    number(json, "deletion_auc", scores.deletionAuc());
    number(json, "insertion_auc", scores.insertionAuc());
    number(json, "average_drop", scores.averageDrop());
    number(json, "increase", scores.increase());
  }

  private static void number(JsonWriter json, String name, Double value) throws IOException {
    json.name(name);
    if (value == null) {
      json.nullValue();
    } else {
      json.jsonValue(Decimals.measured(value));
    }
  }

  /**
   * Unique file names for the results of an image, derived from its path: safe on any file system,
   * readable, and different for different paths.
   */
  static final class Names {
    private static final int LONGEST = 80;

    /** How often each name was used, for paths that occur more than once. */
    private final Map<String, Integer> given = new HashMap<>();

    static String safe(String text) {
      return text.replaceAll("[^A-Za-z0-9.-]+", "_");
    }

    /** The common prefix of an image's file names. */
    String of(String path) {
      String safe = safe(path).replaceAll("^[._-]+", "");
      String end = safe.substring(Math.max(0, safe.length() - LONGEST)).replaceAll("^[._-]+", "");
      CRC32 sum = new CRC32();
      sum.update(path.getBytes(StandardCharsets.UTF_8));
      String name = "%s-%08x".formatted(end.isEmpty() ? "image" : end, sum.getValue());
      int times = given.merge(name, 1, Integer::sum);
      return times == 1 ? name : name + "-" + times;
    }
  }
}
