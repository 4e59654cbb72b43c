package io.github.resnet50.adapt;

import io.github.resnet50.adapt.Dataset.Image;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** Images that are points around their class's middle. */
final class Blobs {
  private final int classes;
  private final int width;
  private final double noise;
  private final Random random;
  private final float[][] middles;

  /**
   * @param noise deviation of each feature; middles are about 1.4 √width apart
   */
  Blobs(int classes, int width, double noise, long seed) {
    this.classes = classes;
    this.width = width;
    this.noise = noise;
    this.random = new Random(seed);
    this.middles = new float[classes][];
    for (int c = 0; c < classes; c++) {
      middles[c] = around(new float[width], 1);
    }
  }

  private float[] around(float[] middle, double deviation) {
    float[] point = new float[width];
    for (int j = 0; j < width; j++) {
      point[j] = (float) (middle[j] + deviation * random.nextGaussian());
    }
    return point;
  }

  /** So many images of each class. */
  List<Image> images(String folder, int each) {
    List<Image> images = new ArrayList<>();
    for (int c = 0; c < classes; c++) {
      for (int i = 0; i < each; i++) {
        String path = folder + "/c" + c + "/" + i + ".jpg";
        images.add(image(path, c, around(middles[c], noise)));
      }
    }
    return images;
  }

  /** Near-copies of an image, so many in all. */
  List<Image> copies(Image image, int count) {
    return IntStream.range(0, count)
        .mapToObj(
            i ->
                new Image(
                    image.path().replace(".jpg", "x" + i + ".jpg"),
                    image.label(),
                    image.path() + i,
                    image.perceptualHash() ^ (1L << i),
                    new float[][] {around(image.original(), 0.01)}))
        .toList();
  }

  Image image(String path, int label, float[]... features) {
    return new Image(path, label, path, random.nextLong(), features);
  }

  Dataset dataset(List<Image> images) {
    return Dataset.of(classes(), images);
  }

  List<String> classes() {
    return IntStream.range(0, classes).mapToObj(c -> "class " + c).toList();
  }
}
