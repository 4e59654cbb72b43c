package io.github.resnet50.adapt.data;

import io.github.resnet50.adapt.train.Examples;
import java.util.Arrays;
import java.util.List;

/**
 * Labelled images as features. The arrays are shared: they are read only.
 *
 * @param classes names, in the order of the labels' indices
 * @param images in a stable order
 */
public record Samples(List<String> classes, List<Image> images) {
  public Samples {
    classes = List.copyOf(classes);
    images = List.copyOf(images);
  }

  /**
   * One image.
   *
   * @param path as it was given
   * @param label class index
   * @param content hash of the file's bytes
   * @param look perceptual hash; images whose hashes differ in few bits look alike
   * @param features pooled features: of the image itself, then of its augmented variants
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record Image(String path, int label, String content, long look, float[][] features) {
    /** Of the image itself. */
    public float[] own() {
      return features[0];
    }
  }

  public int size() {
    return images.size();
  }

  public int[] labels() {
    return images.stream().mapToInt(Image::label).toArray();
  }

  /** How many images each class has. */
  public int[] counts() {
    int[] counts = new int[classes.size()];
    images.forEach(image -> counts[image.label()]++);
    return counts;
  }

  /** The images, and only them; classes stay as they are. */
  public Samples of(int[] chosen) {
    return new Samples(classes, Arrays.stream(chosen).mapToObj(images::get).toList());
  }

  /** To learn from: every image and its variants. */
  public Examples withVariants(int[] chosen) {
    int rows = Arrays.stream(chosen).map(i -> images.get(i).features().length).sum();
    float[][] features = new float[rows][];
    int[] labels = new int[rows];
    int row = 0;
    for (int i : chosen) {
      for (float[] variant : images.get(i).features()) {
        features[row] = variant;
        labels[row++] = images.get(i).label();
      }
    }
    return new Examples(features, labels, classes.size());
  }

  /** To judge by: the images themselves. */
  public Examples originals(int[] chosen) {
    return new Examples(
        Arrays.stream(chosen).mapToObj(i -> images.get(i).own()).toArray(float[][]::new),
        Arrays.stream(chosen).map(i -> images.get(i).label()).toArray(),
        classes.size());
  }
}
