package io.github.resnet50.evaluate;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
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
 * @param sha256 of the model, and its preprocessing where that is not its own: see {@link #key}
 * @param temperature null if none is stored
 * @param thresholds empty if none are stored
 * @param thresholdsCalibrated whether these refer to probabilities after a temperature was applied
 * @param thresholdsTemperature which one; null in files of earlier versions, where it is the stored
 *     one
 */
public record ConfidenceSettings(
    String sha256,
    Double temperature,
    List<Threshold> thresholds,
    boolean thresholdsCalibrated,
    Double thresholdsTemperature) {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  public ConfidenceSettings {
    thresholds = thresholds == null ? List.of() : thresholds;
    if (isNoTemperature(temperature)
        || isNoTemperature(thresholdsTemperature)
        || thresholds.stream()
            .anyMatch(t -> t == null || t.score() == null || !Double.isFinite(t.value()))) {
      throw new IllegalArgumentException("temperature " + temperature + ", " + thresholds);
    }
    thresholds = List.copyOf(thresholds);
  }

  private static boolean isNoTemperature(Double value) {
    return value != null && !(value > 0 && value < Double.POSITIVE_INFINITY);
  }

  /**
   * What settings of a model are kept under: at another size or of other views it is as sure of
   * other things.
   *
   * @param sha256 of the model
   */
  public static String key(String sha256, ModelSpec spec) {
    return sha256 + spec.preprocessingKey();
  }

  /**
   * What is stored for a model; empty settings if nothing is.
   *
   * @param key of the model
   */
  public static ConfidenceSettings of(Home home, String key) throws IOException {
    Path file = file(home, key);
    ConfidenceSettings nothing = new ConfidenceSettings(key, null, List.of(), false, null);
    try {
      ConfidenceSettings kept = GSON.fromJson(Files.readString(file), ConfidenceSettings.class);
      return kept != null && key.equals(kept.sha256()) ? kept : nothing;
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

  private static Path file(Home home, String key) {
    return folder(home).resolve(key.substring(0, 32) + key.substring(64) + ".json");
  }

  private static Path folder(Home home) {
    return home.root().resolve("learnt");
  }

  /** The same with another temperature; thresholds keep the one that they were found at. */
  public ConfidenceSettings withTemperature(double newTemperature) {
    return new ConfidenceSettings(
        sha256,
        newTemperature,
        thresholds,
        thresholdsCalibrated,
        thresholds.isEmpty() ? null : (Double) thresholdTemperature());
  }

  /**
   * The same with other thresholds.
   *
   * @param at the temperature that the logits were divided by; 1 where they were not
   */
  public ConfidenceSettings withThresholds(List<Threshold> newThresholds, double at) {
    return new ConfidenceSettings(sha256, temperature, newThresholds, at != 1, at);
  }

  /** The temperature at which the thresholds were found: 1 where none was applied. */
  public double thresholdTemperature() {
    if (thresholdsTemperature != null) {
      return thresholdsTemperature;
    }
    return thresholdsCalibrated && temperature != null ? temperature : 1;
  }

  public Optional<Threshold> threshold(Score score) {
    return thresholds.stream().filter(threshold -> threshold.score() == score).findFirst();
  }
}
