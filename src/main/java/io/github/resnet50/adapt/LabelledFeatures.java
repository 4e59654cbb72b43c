package io.github.resnet50.adapt;

import io.github.resnet50.adapt.AdaptReport.UnreadableImage;
import io.github.resnet50.adapt.Dataset.Image;
import io.github.resnet50.features.ImageFeatures;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.walk.NumberedPaths;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.model.labelled.ArchivedLabels;
import io.github.resnet50.model.labelled.TrueLabels;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Images of a folder of class folders with their features, in the order in which they are added. A
 * class folder without a readable image is recorded too.
 */
public final class LabelledFeatures {
  private final Path folder;
  private final ArchivedLabels labels;
  private final Map<String, List<Image>> images = new TreeMap<>();
  private final Map<String, ImageSource> sources = new HashMap<>();
  private final List<UnreadableImage> failures = new ArrayList<>();
  private final List<String> unlabelled = new ArrayList<>();
  private final List<String> contradictory = new ArrayList<>();

  private WalkCounts walk = WalkCounts.NONE;

  public LabelledFeatures(Path folder) {
    this.folder = folder;
    this.labels = TrueLabels.below(NumberedPaths.expanded(List.of(folder.toString())));
  }

  /** Where labels come from: those of archives are known once this has walked them. */
  public TrueLabels labels() {
    return labels;
  }

  /** Takes an image below the folder, or its failure; the first folder below is its label. */
  public void add(ImageFeatures image) {
    String path = image.ref().name();
    List<String> known = labels.of(path);
    if (known.isEmpty()) {
      unlabelled.add(path);
      return;
    }
    if (labels.areContradictory(path)) {
      contradictory.add(path);
      return;
    }
    String label = known.get(0);
    if (image.failure() != null) {
      images.computeIfAbsent(label, name -> new ArrayList<>());
      String kind = image.failure().kind().toString();
      failures.add(new UnreadableImage(path, kind, image.failure().message()));
    } else {
      String content = image.content().hex();
      sources.put(path, image.ref().source());
      add(label, new Image(path, 0, content, image.perceptualHash(), image.variants()));
    }
  }

  /**
   * Where the bytes of a readable image are, so that it can be shown.
   *
   * @param path its name
   */
  public Optional<ImageSource> source(String path) {
    return Optional.ofNullable(sources.get(path));
  }

  /** Takes what the walk over the folder came across, once it has ended. */
  public void walked(WalkCounts counts) {
    walk = counts;
  }

  /** What the walk over the folder came across. */
  public WalkCounts walk() {
    return walk;
  }

  /** Adds an image; the index of its label is ignored. */
  void add(String label, Image image) {
    images.computeIfAbsent(label, name -> new ArrayList<>()).add(image);
  }

  /** Whether there was no image at all, not even an unreadable or unlabelled one. */
  public boolean isEmpty() {
    return images.isEmpty() && unlabelled.isEmpty() && contradictory.isEmpty();
  }

  /** Images that could not be read. */
  public List<UnreadableImage> failures() {
    return failures;
  }

  Path folder() {
    return folder;
  }

  /** The names of all class folders, in the order in which they were found. */
  List<String> classes() {
    return List.copyOf(images.keySet());
  }

  /** The readable images of a class; none where there is no such class. */
  List<Image> images(String label) {
    return images.getOrDefault(label, List.of());
  }

  /** Paths of images that lie in no class folder. */
  List<String> unlabelled() {
    return unlabelled;
  }

  /** Paths of images whose labels contradict each other. */
  List<String> contradictory() {
    return contradictory;
  }
}
