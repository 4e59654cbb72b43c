package io.github.resnet50.features;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.engine.Predictor;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.PerceptualHash;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.Run.Item;
import io.github.resnet50.run.StopSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/**
 * Computes features, one view of one image at a time: the engine's last digits depend on the batch
 * around an image, and features must depend on the image alone, whatever is computed with it and
 * whatever was in the cache. (With one engine thread a predictor, batches would not be faster.)
 */
final class FeatureWork implements Run.BatchWork<FeatureWork.Computed> {
  private final Predictor predictor;
  private final Variants variants;
  private final List<Wanted> wanted;
  private final FeatureRun.FeatureListener listener;
  private final StopSignal stop;

  /**
   * An image whose features are not all cached.
   *
   * @param place among the results
   * @param content of the file when it was hashed
   * @param known the cached entries, one per variant; null where it has to be computed
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Wanted(ImageRef ref, int place, ContentKey content, Segment.Features[] known) {}

  /**
   * The result.
   *
   * @param entries one a variant; null where it failed
   * @param failure null where it did not fail
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Computed(Wanted wanted, Segment.Features[] entries, ImageFailure failure) {}

  /**
   * @param wanted by the index that the images have in this run
   */
  FeatureWork(
      LoadedModel model,
      Variants variants,
      List<Wanted> wanted,
      FeatureRun.FeatureListener listener,
      StopSignal stop) {
    this.predictor = model.newPredictor(model.spec().preprocessing());
    this.variants = variants;
    this.wanted = wanted;
    this.listener = listener;
    this.stop = stop;
  }

  @Override
  public List<Computed> apply(List<Item> batch) throws InferenceException {
    List<Computed> computed = new ArrayList<>();
    for (Item item : batch) {
      Wanted image = wanted.get(Math.toIntExact(item.ref().index()));
      Computed result;
      try {
        result = new Computed(image, compute(item, image), null);
      } catch (ImageException e) {
        result = new Computed(image, null, e.failure());
      }
      listener.done(result.failure() == null ? 1 : 0, result.failure() == null ? 0 : 1);
      computed.add(result);
    }
    return computed;
  }

  private Segment.Features[] compute(Item item, Wanted image)
      throws ImageException, InferenceException {
    if (item.failure() != null) {
      throw new ImageException(item.failure().kind(), item.failure().message());
    }
    Segment.Features[] entries = image.known().clone();
    long perceptualHash = PerceptualHash.of(item.pixels());
    for (int variant = 0; variant < entries.length; variant++) {
      if (stop.isGiven()) {
        throw new CancellationException();
      }
      if (entries[variant] == null) {
        RgbImage view = variants.view(item.pixels(), image.content(), variant);
        entries[variant] = new Segment.Features(perceptualHash, features(view.rgb()));
      }
    }
    if (!ContentKey.of(item.ref().read()).equals(image.content())) {
      throw new ImageException(Kind.UNREADABLE, "changed while it was looked at");
    }
    return entries;
  }

  private float[] features(byte[] rgb) throws ImageException, InferenceException {
    float[] features;
    try {
      features = run(rgb);
    } catch (InferenceException e) {
      run(new byte[rgb.length]); // on a blank image: the engine is broken
      throw new ImageException(Kind.INFERENCE, e.getMessage(), e);
    }
    for (float feature : features) {
      if (!Float.isFinite(feature)) {
        throw new ImageException(Kind.INFERENCE, "the model gave " + feature + " for it");
      }
    }
    return features;
  }

  private float[] run(byte[] rgb) throws InferenceException {
    return predictor.run(List.of(rgb), ModelOutput.FEATURES).of(ModelOutput.FEATURES)[0];
  }

  @Override
  public void close() {
    predictor.close();
  }
}
