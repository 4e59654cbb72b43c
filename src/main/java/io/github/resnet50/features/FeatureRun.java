package io.github.resnet50.features;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.LoadRequest;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.engine.Output;
import io.github.resnet50.features.ContentHasher.Hashed;
import io.github.resnet50.features.FeatureWork.Computed;
import io.github.resnet50.features.FeatureWork.Wanted;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.SharedModel;
import io.github.resnet50.run.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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
  private final ModelSpec spec;
  private final SharedModel model;
  private final FeatureCache cache;
  private final Listener listener;
  private final ContentHasher hasher;
  private final StopSignal stop = new StopSignal();

  /** Receives progress, from several threads; must return quickly. */
  public interface Listener {
    /** Further images have features, and further ones have failed. */
    void done(int ok, int failed);
  }

  /** Receives the result of each path, in order; called by the thread that runs. */
  public interface Sink {
    void write(ImageFeatures image) throws IOException;
  }

  /**
   * How a run ended.
   *
   * @param found number of paths passed to the sink
   * @param failed how many of them have no features
   * @param fromCache how many needed no computing
   * @param complete whether those were all paths
   */
  public record Outcome(long found, long failed, long fromCache, boolean complete) {}

  /**
   * @param config how images are read and the engine is used; its walk does not matter
   */
  public FeatureRun(
      RunConfig config, ModelSpec spec, Engine engine, FeatureCache cache, Listener listener) {
    this.config = config;
    this.spec = spec;
    this.model = new SharedModel(engine, () -> load(engine, spec));
    this.cache = cache;
    this.listener = listener;
    this.hasher = new ContentHasher(config.workers().decoders(), config.limits().imageSeconds());
  }

  private static LoadedModel load(Engine engine, ModelSpec spec) throws ModelException {
    LoadedModel loaded = engine.load(spec, LoadRequest.of(Output.FEATURES));
    Optional<String> lack = loaded.lacks(Output.FEATURES);
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
   * @param images such as an {@code ImageScanner}; not closed
   * @throws ModelException where the engine or the model does not start or load, or has no features
   * @throws PipelineException for any other failure; see its cause
   */
  public Outcome run(Iterator<ImageRef> images, Variants variants, Sink sink)
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
      Chunk chunk = lookUp(hasher.hash(next), variants);
      fromCache += next.size() - chunk.wanted.size() - chunk.failed;
      compute(chunk, variants);
      cache.flush();
      if (stop.isGiven()) {
        return new Outcome(found, failed, fromCache, false);
      }
      for (ImageFeatures image : chunk.results) {
        sink.write(image);
        found++;
        failed += image.failure() == null ? 0 : 1;
      }
    }
    return new Outcome(found, failed, fromCache, !stop.isGiven());
  }

  /** Some hundreds of consecutive images. */
  private static final class Chunk {
    /** One per image; null until it is computed. */
    private final List<ImageFeatures> results = new ArrayList<>();

    private final List<Wanted> wanted = new ArrayList<>();
    private int failed;
  }

  private Chunk lookUp(List<Hashed> hashed, Variants variants) throws IOException {
    Chunk chunk = new Chunk();
    for (Hashed image : hashed) {
      if (image.failure() != null) {
        chunk.results.add(ImageFeatures.failed(image.ref(), null, image.failure()));
        chunk.failed++;
        continue;
      }
      Segment.Entry[] known = new Segment.Entry[variants.count()];
      boolean complete = true;
      for (int variant = 0; variant < known.length; variant++) {
        known[variant] = cache.get(image.content(), variants.key(variant));
        complete &= known[variant] != null;
      }
      if (complete) {
        chunk.results.add(ImageFeatures.of(image.ref(), image.content(), known));
      } else {
        chunk.wanted.add(new Wanted(image.ref(), chunk.results.size(), image.content(), known));
        chunk.results.add(null);
      }
    }
    listener.done(hashed.size() - chunk.wanted.size() - chunk.failed, chunk.failed);
    return chunk;
  }

  private void compute(Chunk chunk, Variants variants)
      throws IOException, InterruptedException, ModelException, PipelineException {
    List<Wanted> wanted = chunk.wanted;
    if (wanted.isEmpty()) {
      return;
    }
    Stream<ImageRef> images =
        IntStream.range(0, wanted.size()).mapToObj(i -> wanted.get(i).ref().at(i));
    Run<List<Computed>> run = new Run<>(config, spec, model.source(), RunListener.NONE, stop);
    run.run(
        () -> ImageWalk.of(images.iterator()),
        Checkpoints.NONE,
        loaded -> new FeatureWork(loaded, variants, wanted, listener, stop),
        (batch, all) -> all.forEach(computed -> take(computed, variants, chunk)));
  }

  private void take(Computed computed, Variants variants, Chunk chunk) {
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
    chunk.results.set(wanted.place(), result);
  }

  /** Frees the model. */
  @Override
  public void close() {
    model.close();
  }
}
