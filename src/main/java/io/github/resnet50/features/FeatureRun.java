package io.github.resnet50.features;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.ModelOutput;
import io.github.resnet50.features.FeatureWork.Computed;
import io.github.resnet50.features.FeatureWork.Wanted;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.run.ModelSource.SharedModel;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.StopSignal;
import io.github.resnet50.run.TimeLimit;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.io.function.IOConsumer;

/**
 * Images in, features out, in the order of the images: in chunks of some hundreds, each hashed,
 * looked up in the cache, computed by a {@link Run} where it is not there, and cached. So memory is
 * bounded, an interrupted run loses one chunk at most, and a run over images that are all cached
 * starts no engine. May run several times over different images; the model is loaded once. For one
 * thread, except {@link #stop}.
 */
public final class FeatureRun implements AutoCloseable {
  /** About 16 MB of ResNet50's features. */
  private static final int CHUNK_VIEWS = 2048;

  private static final int LEAST_IMAGES = 64;

  private final RunConfig config;
  private final SharedModel model;
  private final FeatureCache cache;
  private final FeatureListener listener;
  private final StopSignal stop = new StopSignal();

  /** Receives progress, from several threads; must return quickly. */
  public interface FeatureListener {
    /** Further images have features, and further ones have failed. */
    void done(int ok, int failed);

    /** As {@link RunListener#loading}. */
    default void loading() {}

    /** As {@link RunListener#loaded}. */
    default void loaded() {}
  }

  /**
   * What a run did.
   *
   * @param found number of paths passed to the sink
   * @param failed how many of them have no features
   * @param fromCache how many needed no computing
   * @param complete whether those were all paths
   */
  public record Totals(long found, long failed, long fromCache, boolean complete) {}

  /**
   * @param config how images are read and the engine is used; its walk does not matter
   */
  public FeatureRun(
      RunConfig config,
      ModelSpec spec,
      Engine engine,
      FeatureCache cache,
      FeatureListener listener) {
    this.config = config;
    this.model = new SharedModel(engine, spec, () -> load(engine, spec));
    this.cache = cache;
    this.listener = listener;
  }

  private static LoadedModel load(Engine engine, ModelSpec spec) throws ModelException {
    LoadedModel loaded = engine.load(spec, LoadRequest.of(ModelOutput.FEATURES));
    Optional<String> lack = loaded.lacks(ModelOutput.FEATURES);
    if (lack.isPresent()) {
      loaded.close();
      throw new ModelException(lack.get());
    }
    return loaded;
  }

  /** Asks runs to end soon. May be called by any thread. */
  public void stop() {
    stop.give();
  }

  /**
   * Runs to the end, or until it is stopped.
   *
   * @param images such as an {@code ImageScanner}; not closed. Each is read twice, then released
   * @param sink receives the result of each path, in order, from the calling thread
   * @throws ModelException where the engine or the model does not start or load, or has no features
   * @throws PipelineException for any other failure; see its cause
   */
  public Totals run(Iterator<ImageRef> images, Variants variants, IOConsumer<ImageFeatures> sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    int length = Math.max(LEAST_IMAGES, CHUNK_VIEWS / variants.count());
    long found = 0;
    long failed = 0;
    long fromCache = 0;
    while (!stop.isGiven() && images.hasNext()) {
      List<ImageRef> next = new ArrayList<>(length);
      while (next.size() < length && images.hasNext()) {
        next.add(images.next());
      }
      CacheLookup lookup = lookUp(hash(next), variants);
      fromCache += next.size() - lookup.wanted.size() - lookup.failed;
      compute(lookup, variants);
      cache.flush();
      if (stop.isGiven()) {
        return new Totals(found, failed, fromCache, false);
      }
      for (ImageFeatures image : lookup.results) {
        sink.accept(image);
        found++;
        failed += image.failure() == null ? 0 : 1;
        image.ref().source().release();
      }
    }
    return new Totals(found, failed, fromCache, !stop.isGiven());
  }

  /** What the cache has of some hundreds of consecutive images, and what it lacks. */
  private static final class CacheLookup {
    /** One per image; null until it is computed. */
    private final List<ImageFeatures> results = new ArrayList<>();

    private final List<Wanted> wanted = new ArrayList<>();
    private int failed;
  }

  /** A file's hash, or the reason why there is none. */
  private record Hashed(ImageRef ref, ContentKey content, ImageFailure failure) {}

  /** Reads files, several at a time, and hashes them; the hashes are in the order of the images. */
  private List<Hashed> hash(List<ImageRef> images) throws InterruptedException, PipelineException {
    Hashed[] hashed = new Hashed[images.size()];
    AtomicInteger next = new AtomicInteger();
    AtomicInteger leftBehind = new AtomicInteger();
    try (Pipeline pipeline = new Pipeline()) {
      pipeline.stage(
          "hash",
          config.workers().decoders(),
          () -> {
            try (TimeLimit limit = new TimeLimit(config.limits().imageSeconds(), leftBehind)) {
              for (int i = next.getAndIncrement(); i < hashed.length; i = next.getAndIncrement()) {
                hashed[i] = hash(images.get(i), limit);
              }
            }
          },
          () -> {});
      pipeline.await();
    }
    return Arrays.asList(hashed);
  }

  private static Hashed hash(ImageRef ref, TimeLimit limit) throws InterruptedException {
    if (ref.problem() != null) {
      return new Hashed(ref, null, ref.problem());
    }
    try {
      return new Hashed(ref, limit.call(() -> ContentKey.of(ref.read())), null);
    } catch (ImageException e) {
      return new Hashed(ref, null, e.failure());
    }
  }

  private CacheLookup lookUp(List<Hashed> hashed, Variants variants) throws IOException {
    CacheLookup lookup = new CacheLookup();
    for (Hashed image : hashed) {
      if (image.failure() != null) {
        lookup.results.add(ImageFeatures.failed(image.ref(), null, image.failure()));
        lookup.failed++;
        continue;
      }
      Segment.Features[] known = new Segment.Features[variants.count()];
      boolean complete = true;
      for (int variant = 0; variant < known.length; variant++) {
        known[variant] = cache.get(image.content(), variants.key(variant));
        complete &= known[variant] != null;
      }
      if (complete) {
        lookup.results.add(ImageFeatures.of(image.ref(), image.content(), known));
      } else {
        lookup.wanted.add(new Wanted(image.ref(), lookup.results.size(), image.content(), known));
        lookup.results.add(null);
      }
    }
    listener.done(hashed.size() - lookup.wanted.size() - lookup.failed, lookup.failed);
    return lookup;
  }

  private void compute(CacheLookup lookup, Variants variants)
      throws IOException, InterruptedException, ModelException, PipelineException {
    List<Wanted> wanted = lookup.wanted;
    if (wanted.isEmpty()) {
      return;
    }
    Stream<ImageRef> images =
        IntStream.range(0, wanted.size()).mapToObj(i -> wanted.get(i).ref().at(i));
    Run<Computed> run = new Run<>(config, model.source(), startup(), stop);
    run.run(
        () -> ImageWalk.of(images.iterator()),
        Checkpoints.NONE,
        loaded -> new FeatureWork(loaded, variants, wanted, listener, stop),
        (batch, all) -> all.forEach(computed -> take(computed, variants, lookup)));
  }

  private RunListener startup() {
    return new RunListener() {
      @Override
      public void loading() {
        listener.loading();
      }

      @Override
      public void loaded() {
        listener.loaded();
      }

      @Override
      public void walkEnded(long found) {}

      @Override
      public void written(ItemResult result) {}
    };
  }

  private void take(Computed computed, Variants variants, CacheLookup lookup) {
    Wanted wanted = computed.wanted();
    ImageFeatures result;
    if (computed.failure() != null) {
      result = ImageFeatures.failed(wanted.ref(), wanted.content(), computed.failure());
    } else {
      result = ImageFeatures.of(wanted.ref(), wanted.content(), computed.entries());
      for (int variant = 0; variant < variants.count(); variant++) {
        if (wanted.known()[variant] == null) {
          cache.put(wanted.content(), variants.key(variant), computed.entries()[variant]);
        }
      }
    }
    lookup.results.set(wanted.place(), result);
  }

  /** Frees the model. */
  @Override
  public void close() {
    model.close();
  }
}
