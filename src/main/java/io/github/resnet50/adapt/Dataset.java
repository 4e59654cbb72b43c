package io.github.resnet50.adapt;

import io.github.resnet50.adapt.train.Examples;
import io.github.resnet50.adapt.train.TrainingPool;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Labelled images as features. Everywhere else images are named by their places in it.
 *
 * @param classes names, in the order of the labels' indices
 * @param images in a stable order; their arrays are shared, and read only
 * @param duplicates which of the images show the same
 */
record Dataset(List<String> classes, List<Image> images, DuplicateGroups duplicates) {
  Dataset {
    classes = List.copyOf(classes);
    images = List.copyOf(images);
  }

  /**
   * One image.
   *
   * @param path as it was given
   * @param label class index
   * @param content hash of the file's bytes
   * @param perceptualHash images whose hashes differ in few bits look alike
   * @param features pooled features: of the image itself, then of its augmented variants
   */
  @SuppressWarnings("ArrayRecordComponent")
  record Image(String path, int label, String content, long perceptualHash, float[][] features) {
    /** Features of the image itself, without augmentation. */
    float[] original() {
      return features[0];
    }

    Image withLabel(int other) {
      return new Image(path, other, content, perceptualHash, features);
    }
  }

  /** Finds the duplicates. */
  static Dataset of(List<String> classes, List<Image> images) {
    return new Dataset(classes, images, DuplicateGroups.of(images));
  }

  /** The same images, in groups in which those are that look alike, too, see {@link LookAlikes}. */
  Dataset withLookAlikesJoined(TrainingPool pool) {
    return new Dataset(classes, images, LookAlikes.joined(this, pool));
  }

  int size() {
    return images.size();
  }

  int label(int image) {
    return images.get(image).label();
  }

  /** The number of an image's group of duplicates. */
  int group(int image) {
    return duplicates.group()[image];
  }

  /** How many of some images differ from all others: their groups. */
  int distinct(int[] chosen) {
    return (int) Arrays.stream(chosen).map(this::group).distinct().count();
  }

  /** The class index of each image. */
  int[] labels() {
    return images.stream().mapToInt(Image::label).toArray();
  }

  /** Those of the chosen images that have this label. */
  int[] labelled(int[] chosen, int label) {
    return Arrays.stream(chosen).filter(i -> label(i) == label).toArray();
  }

  /** How many of the chosen images each class has. */
  int[] counts(int[] chosen) {
    return IntStream.range(0, classes.size()).map(c -> labelled(chosen, c).length).toArray();
  }

  /** Rows to learn from: some images and all of their variants. */
  Examples withVariants(int[] chosen) {
    int rows = Arrays.stream(chosen).map(i -> images.get(i).features().length).sum();
    float[][] features = new float[rows][];
    int[] labels = new int[rows];
    int row = 0;
    for (int i : chosen) {
      for (float[] variant : images.get(i).features()) {
        features[row] = variant;
        labels[row++] = label(i);
      }
    }
    return new Examples(features, labels, classes.size(), rows / chosen.length);
  }

  /** Rows to be judged by: some images themselves. */
  Examples originals(int[] chosen) {
    return new Examples(
        Arrays.stream(chosen).mapToObj(i -> images.get(i).original()).toArray(float[][]::new),
        Arrays.stream(chosen).map(this::label).toArray(),
        classes.size());
  }
}
