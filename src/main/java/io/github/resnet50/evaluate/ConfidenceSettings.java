package io.github.resnet50.evaluate;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.report.Certainty.Score;
import io.github.resnet50.report.Certainty.Threshold;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The temperature and thresholds that evaluations have fitted to a model, for classify to apply;
 * the components, in snake case, are the keys of a small JSON file. It is found by the model's
 * content, so that a model of the store and one in a folder of its own are served alike.
 *
 * @param sha256 of the model
 * @param temperature null if none is stored
 * @param thresholds empty if none are stored
 * @param thresholdsCalibrated whether these refer to probabilities after the temperature was
 *     applied
 */
public record ConfidenceSettings(
    String sha256, Double temperature, List<Threshold> thresholds, boolean thresholdsCalibrated) {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  public ConfidenceSettings {
    thresholds = thresholds == null ? List.of() : thresholds;
    if ((temperature != null && !(temperature > 0 && temperature < Double.POSITIVE_INFINITY))
        || thresholds.stream()
            .anyMatch(t -> t == null || t.score() == null || !Double.isFinite(t.value()))) {
      throw new IllegalArgumentException("temperature " + temperature + ", " + thresholds);
    }
    thresholds = List.copyOf(thresholds);
  }

  /** What is stored for a model; empty settings if nothing is. */
  public static ConfidenceSettings of(Home home, String sha256) throws IOException {
    Path file = file(home, sha256);
    ConfidenceSettings nothing = new ConfidenceSettings(sha256, null, List.of(), false);
    try {
      ConfidenceSettings kept = GSON.fromJson(Files.readString(file), ConfidenceSettings.class);
      return kept != null && sha256.equals(kept.sha256()) ? kept : nothing;
    } catch (NoSuchFileException e) {
      return nothing;
    } catch (CharacterCodingException | RuntimeException e) {
      throw new MalformedFileException(
          file
              + " is damaged: expected what evaluate --save-temperature and --save-thresholds"
              + " write; remove it, and evaluate again",
          e);
    }
  }

  /** Stores these settings, replacing earlier ones; of two concurrent calls the last wins. */
  public void save(Home home) throws IOException {
    SafeFiles.replace(file(home, sha256), GSON.toJson(this) + "\n");
  }

  /** Makes sure, before anything is fitted, that it can be stored. */
  public static void requireWritable(Home home) throws ModelException {
    home.requireWritable(folder(home));
  }

  private static Path file(Home home, String sha256) {
    return folder(home).resolve(sha256.substring(0, 32) + ".json");
  }

  private static Path folder(Home home) {
    return home.root().resolve("learnt");
  }

  /** The same with another temperature; thresholds fitted with the old temperature are dropped. */
  public ConfidenceSettings withTemperature(double newTemperature) {
    return thresholdsCalibrated
        ? new ConfidenceSettings(sha256, newTemperature, List.of(), false)
        : new ConfidenceSettings(sha256, newTemperature, thresholds, false);
  }

  /** The same with other thresholds. */
  public ConfidenceSettings withThresholds(List<Threshold> newThresholds, boolean calibrated) {
    return new ConfidenceSettings(sha256, temperature, newThresholds, calibrated);
  }

  public Optional<Threshold> threshold(Score score) {
    return thresholds.stream().filter(threshold -> threshold.score() == score).findFirst();
  }
}
