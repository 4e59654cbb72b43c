package io.github.resnet50.compress;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.LabelledImage;
import io.github.resnet50.model.labelled.LabelledImages;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Images at the model's size, as bytes: {@code width × height × 3} each, whatever they were.
 *
 * @param source where they come from, as told to people
 * @param pixels red first, 0..255
 * @param classes the true class of each, -1 where it is not known
 */
record ImageSet(String source, List<byte[]> pixels, List<Integer> classes) {

  /** Reads images in their order; those that cannot be used are told and left out. */
  static ImageSet read(
      LabelledImages images, ModelSpec spec, ImageDecoder decoder, Consumer<String> notes) {
    LabelIndex index = new LabelIndex(spec.labels());
    Preprocessor preprocessor = new Preprocessor(spec.preprocessing());
    List<byte[]> pixels = new ArrayList<>();
    List<Integer> classes = new ArrayList<>();
    for (LabelledImage image : images.images()) {
      try {
        pixels.add(preprocessor.apply(decoder.decode(image.content().read())).rgb());
        OptionalInt label = index.find(image.labels());
        classes.add(label.orElse(-1));
      } catch (ImageException e) {
        notes.accept(image.name() + ": " + e.failure());
      }
    }
    return new ImageSet(images.source(), List.copyOf(pixels), List.copyOf(classes));
  }

  int size() {
    return pixels.size();
  }

  /** At most so many, evenly spread. */
  ImageSet atMost(int count) {
    if (size() <= count) {
      return this;
    }
    int all = size();
    return pick(IntStream.range(0, count).mapToObj(i -> (int) ((long) i * all / count)).toList());
  }

  /** Those at these places. */
  ImageSet pick(List<Integer> places) {
    return new ImageSet(
        source,
        places.stream().map(pixels::get).toList(),
        places.stream().map(classes::get).toList());
  }
}
