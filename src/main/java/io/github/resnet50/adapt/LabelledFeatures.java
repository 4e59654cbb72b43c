package io.github.resnet50.adapt;

import io.github.resnet50.adapt.data.Samples;
import io.github.resnet50.image.ImageFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Images of a folder of class folders with their features, as they come; class folders without one
 * that can be read are known too.
 */
public final class LabelledFeatures {
  private final Map<String, List<Samples.Image>> images = new TreeMap<>();
  private final List<AdaptReport.Failure> failures = new ArrayList<>();
  private final List<String> unlabelled = new ArrayList<>();

  /**
   * @param content hash of the file's bytes
   * @param look perceptual hash
   * @param features of the image itself, then of its variants
   */
  public void add(String path, String label, String content, long look, float[][] features) {
    images
        .computeIfAbsent(label, name -> new ArrayList<>())
        .add(new Samples.Image(path, 0, content, look, features));
  }

  public void addFailure(String path, String label, ImageFailure failure) {
    images.computeIfAbsent(label, name -> new ArrayList<>());
    failures.add(new AdaptReport.Failure(path, failure.kind().toString(), failure.message()));
  }

  /** An image that lies in no class folder. */
  public void addUnlabelled(String path) {
    unlabelled.add(path);
  }

  /** Whether there was no image at all, be it one that cannot be read or of no class. */
  public boolean isEmpty() {
    return images.isEmpty() && unlabelled.isEmpty();
  }

  /** By class name, in its order; a class may have none. */
  Map<String, List<Samples.Image>> images() {
    return images;
  }

  /** Images that could not be read. */
  public List<AdaptReport.Failure> failures() {
    return failures;
  }

  List<String> unlabelled() {
    return unlabelled;
  }
}
