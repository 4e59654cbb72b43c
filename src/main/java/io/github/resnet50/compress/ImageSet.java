package io.github.resnet50.compress;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.labelled.LabelledImages.LabelledImage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Images at the model's size, as bytes: {@code width × height × 3} each, whatever their size was.
 *
 * @param source where they come from, in words
 * @param pixels red first, 0..255
 * @param classes the true class of each, -1 where it is not known
 */
record ImageSet(String source, List<byte[]> pixels, List<Integer> classes) {
  private static final int HELD_OUT = 3;

  /**
   * The images that a model is fitted to and those that the loss of accuracy is measured on.
   *
   * @param disjoint whether no image is in both; else they are the same
   */
  record CalibrationSplit(ImageSet calibration, ImageSet evaluation, boolean disjoint) {
    /**
     * Of two sets: images of the first are not used for evaluation, unless the second has no
     * others.
     */
    static CalibrationSplit of(ImageSet calibration, ImageSet evaluation) {
      Set<ByteBuffer> seen = new HashSet<>();
      calibration.pixels().forEach(pixels -> seen.add(ByteBuffer.wrap(pixels)));
      List<Integer> fresh =
          IntStream.range(0, evaluation.size())
              .filter(i -> !seen.contains(ByteBuffer.wrap(evaluation.pixels().get(i))))
              .boxed()
              .toList();
      return fresh.isEmpty()
          ? new CalibrationSplit(calibration, evaluation, false)
          : new CalibrationSplit(calibration, evaluation.pick(fresh), true);
    }

    /** Of one set: every third image is used for evaluation. */
    static CalibrationSplit heldOut(ImageSet images) {
      if (images.size() < HELD_OUT) {
        return new CalibrationSplit(images, images, false);
      }
      List<Integer> fitted = new ArrayList<>();
      List<Integer> held = new ArrayList<>();
      for (int i = 0; i < images.size(); i++) {
        (i % HELD_OUT == HELD_OUT - 1 ? held : fitted).add(i);
      }
      return new CalibrationSplit(images.pick(fitted), images.pick(held), true);
    }
  }

  /**
   * Reads images in their order and leaves out those that cannot be used.
   *
   * @param notes receives one line for each of those
   */
  static ImageSet read(
      LabelledImages images, ModelSpec spec, ImageDecoder decoder, Consumer<String> notes) {
    LabelIndex index = new LabelIndex(spec.labels());
    Preprocessor preprocessor = new Preprocessor(spec.preprocessing());
    List<byte[]> pixels = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (LabelledImage image : images.images()) {
      try {
        pixels.add(preprocessor.apply(decoder.decode(image.content().read())).rgb());
        classes.add(image.match(index).index().orElse(-1));
      } catch (ImageException e) {
        notes.accept(image.name() + ": " + e.failure());
      }
    }
    return new ImageSet(images.source(), List.copyOf(pixels), List.copyOf(classes));
  }

  int size() {
    return pixels.size();
  }

  /** So many images, again from the first where there are fewer. */
  List<byte[]> batch(int count) {
    return IntStream.range(0, count).mapToObj(i -> pixels.get(i % size())).toList();
  }

  /** At most so many, evenly spread. */
  ImageSet atMost(int count) {
    return size() <= count ? this : pick(spread(count));
  }

  /** The rows of those images, of a row for each of all. */
  float[][] ofThose(int count, float[][] rows) {
    return size() <= count
        ? rows
        : spread(count).stream().map(i -> rows[i]).toArray(float[][]::new);
  }

  private List<Integer> spread(int count) {
    int all = size();
    return IntStream.range(0, count).mapToObj(i -> (int) ((long) i * all / count)).toList();
  }

  private ImageSet pick(List<Integer> places) {
    return new ImageSet(
        source,
        places.stream().map(pixels::get).toList(),
        places.stream().map(classes::get).toList());
  }
}
