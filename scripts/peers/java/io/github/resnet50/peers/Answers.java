package io.github.resnet50.peers;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;

/**
 * What a contestant predicted.
 *
 * @param images for each image in walk order the probabilities of its best classes, best first
 */
record Answers(List<Map<Integer, Float>> images) {
  private static final int TOP = 5;

  /**
   * How far two sets of answers agree on the images that both have.
   *
   * @param images compared
   * @param sameTop1 images with the same best class
   * @param maxDifference the largest difference of a probability, over the reference's best classes
   */
  record Agreement(int images, int sameTop1, double maxDifference) {}

  /** Reads a prediction file of the product. */
  static Answers ofCsv(Path file) throws IOException {
    List<Map<Integer, Float>> images = new ArrayList<>();
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader reader = Files.newBufferedReader(file)) {
      for (CSVRecord row : format.parse(reader)) {
        Map<Integer, Float> best = new LinkedHashMap<>();
        for (int rank = 1; row.isMapped("top" + rank + "_index"); rank++) {
          String index = row.get("top" + rank + "_index");
          if (!index.isEmpty()) {
            best.put(Integer.valueOf(index), Float.valueOf(row.get("top" + rank + "_prob")));
          }
        }
        images.add(best);
      }
    }
    return new Answers(images);
  }

  /**
   * Reads probabilities of all classes, image by image, big-endian.
   *
   * @param count how many images there are
   */
  static Answers ofProbabilities(Path file, int count) throws IOException {
    int classes = Math.toIntExact(Files.size(file) / Float.BYTES / count);
    List<Map<Integer, Float>> images = new ArrayList<>();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
      for (int image = 0; image < count; image++) {
        float[] row = new float[classes];
        for (int i = 0; i < classes; i++) {
          row[i] = in.readFloat();
        }
        images.add(best(row));
      }
    }
    return new Answers(images);
  }

  private static Map<Integer, Float> best(float... row) {
    List<Integer> classes = new ArrayList<>();
    for (int i = 0; i < row.length; i++) {
      classes.add(i);
    }
    classes.sort((a, b) -> Float.compare(row[b], row[a]));
    Map<Integer, Float> best = new LinkedHashMap<>();
    classes.stream().limit(TOP).forEach(c -> best.put(c, row[c]));
    return best;
  }

  Agreement agreementWith(Answers reference) {
    int count = Math.min(images.size(), reference.images.size());
    int same = 0;
    double most = 0;
    for (int i = 0; i < count; i++) {
      Map<Integer, Float> mine = images.get(i);
      Map<Integer, Float> theirs = reference.images.get(i);
      if (mine.keySet().stream().findFirst().equals(theirs.keySet().stream().findFirst())) {
        same++;
      }
      // What is not among the best is below the last of them.
      float least = mine.values().stream().reduce(1f, Math::min);
      for (Map.Entry<Integer, Float> entry : theirs.entrySet()) {
        float probability = mine.getOrDefault(entry.getKey(), Math.min(least, entry.getValue()));
        most = Math.max(most, Math.abs(probability - entry.getValue()));
      }
    }
    return new Agreement(count, same, most);
  }
}
