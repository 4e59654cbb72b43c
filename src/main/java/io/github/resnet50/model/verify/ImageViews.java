package io.github.resnet50.model.verify;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.labelled.MatchedImages.Matched;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Images of known classes at the model's size, once for each resizing: an image is decoded once,
 * and its own pixels are not kept. Takes {@code width × height × 3} bytes an image and resizing.
 *
 * @param classes the true class of each image
 * @param pixels by resizing, in the order of {@code classes}
 */
record ImageViews(List<Integer> classes, Map<Resizing, List<byte[]>> pixels) {

  private record View(int trueClass, Map<Resizing, byte[]> pixels) {}

  /** Reads images, one a task; those that cannot be used are told to the listener and left out. */
  static ImageViews read(
      List<Matched> images,
      ImageDecoder decoder,
      Map<Resizing, Preprocessing> resizings,
      Workers workers,
      VerificationListener listener)
      throws InterruptedException, InferenceException, ModelException {
    Map<Resizing, Preprocessor> preprocessors = new LinkedHashMap<>();
    resizings.forEach((resizing, steps) -> preprocessors.put(resizing, new Preprocessor(steps)));
    List<Callable<Optional<View>>> tasks =
        images.stream()
            .<Callable<Optional<View>>>map(i -> () -> view(i, decoder, preprocessors, listener))
            .toList();
    List<View> views = workers.all(tasks).stream().flatMap(Optional::stream).toList();
    Map<Resizing, List<byte[]>> pixels = new HashMap<>();
    for (Resizing resizing : resizings.keySet()) {
      pixels.put(resizing, views.stream().map(view -> view.pixels().get(resizing)).toList());
    }
    return new ImageViews(views.stream().map(View::trueClass).toList(), pixels);
  }

  private static Optional<View> view(
      Matched matched,
      ImageDecoder decoder,
      Map<Resizing, Preprocessor> preprocessors,
      VerificationListener listener) {
    try {
      DecodedImage decoded = decoder.decode(matched.image().content().read());
      Map<Resizing, byte[]> pixels = new HashMap<>();
      preprocessors.forEach((resizing, p) -> pixels.put(resizing, p.apply(decoded).rgb()));
      return Optional.of(new View(matched.trueClass(), pixels));
    } catch (ImageException e) {
      listener.failed(matched.image().name(), e.failure());
      return Optional.empty();
    }
  }
}
