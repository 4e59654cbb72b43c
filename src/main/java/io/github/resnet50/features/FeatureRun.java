package io.github.resnet50.features;

import io.github.resnet50.engine.Engine;
import io.github.resnet50.engine.EngineInfo;
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
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.journal.Checkpoints;
import io.github.resnet50.run.Run;
import io.github.resnet50.run.RunConfig;
import io.github.resnet50.run.RunListener;
import io.github.resnet50.run.RunOutcome;
import io.github.resnet50.run.SharedModel;
import io.github.resnet50.run.StopSignal;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * Images in, features out, in the order of the images: stretch by stretch of some hundreds, each
 * hashed, looked up in the cache, computed on {@link Run} where it is not there, and kept. So
 * memory is bounded, an interrupted run has lost a stretch at most, and a run over images that are
 * all known starts no engine. May run several times over different images; the model is loaded
 * once. For one thread, but for {@link #stop}.
 */
public final class FeatureRun implements AutoCloseable {
  /** About 16 MB of ResNet50's features. */
  private static final int STRETCH_VIEWS = 2048;

  private static final int LEAST_STRETCH = 64;

  private final RunConfig config;
  private final ModelSpec spec;
  private final SharedModel model;
  private final FeatureCache cache;
  private final Listener listener;
  private final ContentHasher hasher;
  private final StopSignal stop = new StopSignal();
  private EngineInfo engine;

  /** Hears how far it is, from several threads; must be quick. */
  public interface Listener {
    /** So many more images have features, and so many more have failed. */
    void done(int ok, int failed);
  }

  /** Takes what became of each path, in order; called by the thread that runs. */
  public interface Sink {
    void write(ImageFeatures image) throws IOException;
  }

  /**
   * How a run ended.
   *
   * @param found paths that were handed to the sink
   * @param complete whether those were all
   * @param fromCache how many of them needed no computing
   * @param engine what computed, in this run or before; null: nothing had to be computed
   */
  public record Outcome(long found, boolean complete, long fromCache, EngineInfo engine) {}

  /**
   * @param config how images are read and the engine is used; its walk is not looked at
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

  /** Asks runs to end soon. */
  public void stop() {
    stop.give();
  }

  /**
   * Runs to the end, or until it is stopped.
   *
   * @param images such as an {@code ImageScanner}; not closed
   * @throws ModelException where the engine or the model does not come up, or has no features
   * @throws PipelineException for any other failure; the cause tells
   */
  public Outcome run(Iterator<ImageRef> images, Variants variants, Sink sink)
      throws IOException, InterruptedException, ModelException, PipelineException {
    int length = Math.max(LEAST_STRETCH, STRETCH_VIEWS / variants.count());
    long found = 0;
    long fromCache = 0;
    while (!stop.isGiven() && images.hasNext()) {
      List<ImageRef> stretch = new ArrayList<>(length);
      while (stretch.size() < length && images.hasNext()) {
        stretch.add(images.next());
      }
      Stretch done = look(hasher.hash(stretch), variants);
      fromCache += stretch.size() - done.missing.size() - done.failed;
      compute(done, variants);
      cache.flush();
      if (stop.isGiven()) {
        return new Outcome(found, false, fromCache, engine);
      }
      for (ImageFeatures image : done.results) {
        sink.write(image);
        found++;
      }
    }
    return new Outcome(found, !stop.isGiven(), fromCache, engine);
  }

  /** A part of the run. */
  private static final class Stretch {
    /** One an image; null where it is still to be computed. */
    private final List<ImageFeatures> results = new ArrayList<>();

    /** What is to be computed, each image's index being its place in {@code wanted}. */
    private final List<ImageRef> missing = new ArrayList<>();

    private final List<Wanted> wanted = new ArrayList<>();

    /** For each of those, the image as it was given, and its place in the results. */
    private final List<ImageRef> given = new ArrayList<>();

    private final List<Integer> places = new ArrayList<>();
    private int failed;
  }

  private Stretch look(List<Hashed> hashed, Variants variants) throws IOException {
    Stretch stretch = new Stretch();
    for (Hashed image : hashed) {
      ImageRef ref = image.ref();
      if (image.failure() != null) {
        stretch.results.add(ImageFeatures.failed(ref, null, image.failure()));
        stretch.failed++;
        continue;
      }
      Segment.Entry[] entries = new Segment.Entry[variants.count()];
      boolean complete = true;
      for (int variant = 0; variant < entries.length; variant++) {
        entries[variant] = cache.get(image.content(), variants.key(variant));
        complete &= entries[variant] != null;
      }
      if (complete) {
        stretch.results.add(features(ref, image.content(), entries));
        continue;
      }
      stretch.given.add(ref);
      stretch.places.add(stretch.results.size());
      stretch.missing.add(ref.at(stretch.missing.size()));
      stretch.wanted.add(new Wanted(image.content(), entries));
      stretch.results.add(null);
    }
    listener.done(stretch.results.size() - stretch.missing.size() - stretch.failed, stretch.failed);
    return stretch;
  }

  private void compute(Stretch stretch, Variants variants)
      throws IOException, InterruptedException, ModelException, PipelineException {
    if (stretch.missing.isEmpty()) {
      return;
    }
    Run<List<Computed>> run = new Run<>(config, spec, model.source(), Silent.LISTENER, stop);
    RunOutcome outcome =
        run.run(
            () -> ImageWalk.of(stretch.missing.iterator()),
            Checkpoints.NONE,
            loaded -> new FeatureWork(loaded, variants, stretch.wanted, listener, stop),
            (batch, all) -> all.forEach(computed -> take(stretch, computed, variants)));
    EngineInfo computing = outcome.measurements().engine();
    engine = computing == null ? engine : computing;
  }

  private void take(Stretch stretch, Computed computed, Variants variants) {
    int index = computed.index();
    ImageRef ref = stretch.given.get(index);
    Wanted wanted = stretch.wanted.get(index);
    ImageFeatures result;
    if (computed.failure() != null) {
      result = ImageFeatures.failed(ref, wanted.content(), computed.failure());
    } else {
      result = features(ref, wanted.content(), computed.entries());
      for (int variant = 0; variant < variants.count(); variant++) {
        if (wanted.known()[variant] == null) {
          cache.put(wanted.content(), variants.key(variant), computed.entries()[variant]);
        }
      }
    }
    stretch.results.set(stretch.places.get(index), result);
  }

  private static ImageFeatures features(ImageRef ref, ContentKey content, Segment.Entry[] entries) {
    float[][] variants = new float[entries.length][];
    for (int variant = 0; variant < entries.length; variant++) {
      variants[variant] = entries[variant].features();
    }
    return new ImageFeatures(ref, null, content, entries[0].perceptualHash(), variants);
  }

  /** Frees the model. */
  @Override
  public void close() {
    model.close();
  }

  /** Stretches are no runs of their own to anybody. */
  private static final class Silent implements RunListener {
    static final RunListener LISTENER = new Silent();

    @Override
    public void walkEnded(long found) {}

    @Override
    public void written(ItemResult result) {}
  }
}
