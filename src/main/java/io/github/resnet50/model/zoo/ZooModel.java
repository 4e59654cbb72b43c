package io.github.resnet50.model.zoo;

import com.google.gson.JsonObject;
import java.net.URI;
import java.util.Optional;

/**
 * A model that can be fetched, and what is published of it. What is not published is null.
 *
 * @param name to fetch it by, and in the store
 */
public record ZooModel(String name, Published published, Files files) {
  /** The file of weights; what is said of their input lies beside it. */
  static final String WEIGHTS = "model.safetensors";

  static final String CONFIG = "config.json";

  /**
   * How right it is on ImageNet's validation images.
   *
   * @param percent of the images whose most probable class is the right one
   * @param input side of the images that it is shown, in pixels
   */
  public record Accuracy(double percent, int input) {
    /** Adds it to an object as {@code key} and {@code key_input}; where it is null, nulls. */
    public static void add(JsonObject object, String key, Accuracy accuracy) {
      object.addProperty(key, accuracy == null ? null : accuracy.percent());
      object.addProperty(key + "_input", accuracy == null ? null : accuracy.input());
    }
  }

  /**
   * What its publishers say.
   *
   * @param top1 at the input that a fetched model takes
   * @param larger at a larger one
   * @param parameters in millions
   * @param megabytes of what is downloaded, in 10^6 bytes
   * @param licence as SPDX calls it
   * @param publisher who trained it, and the name of how
   */
  public record Published(
      Accuracy top1,
      Accuracy larger,
      Double parameters,
      Double megabytes,
      String licence,
      String publisher) {}

  /**
   * Where it is.
   *
   * @param folder address of the folder, or of DJL's zoo
   * @param sha256 of the weights; null where only the repository says it
   * @param resize the length to which the shorter side of an image is brought before the crop,
   *     where the accuracy is of another input than the configuration beside the weights says
   * @param origin what the weights were converted from
   */
  public record Files(URI folder, String sha256, Integer resize, URI origin) {}

  /** Whether it is one of DJL's, which come as a SavedModel and by DJL's metadata. */
  public boolean isOfDjl() {
    return files.folder().toString().startsWith(ZooLocation.DJL.uri().toString());
  }

  /** What its download is checked by: a checksum known before, or one that its place announces. */
  public String checksum() {
    if (isOfDjl()) {
      return "SHA-1 by DJL";
    }
    return files.sha256() == null ? "SHA-256 as announced" : "SHA-256";
  }

  /** The bytes that the weights may have, as precisely as their size is published. */
  Optional<Size> size() {
    return Optional.ofNullable(published.megabytes()).map(Size::about);
  }

  /**
   * A range of sizes of a file.
   *
   * @param megabytes that are published
   */
  record Size(double megabytes, long least, long most) {
    /** Sizes are published with three digits. */
    private static final double PRECISION = 0.01;

    static Size about(double megabytes) {
      return new Size(
          megabytes,
          Math.round(megabytes * 1e6 * (1 - PRECISION)),
          Math.round(megabytes * 1e6 * (1 + PRECISION)));
    }

    boolean holds(long bytes) {
      return bytes >= least && bytes <= most;
    }
  }
}
