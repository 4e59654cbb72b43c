package io.github.resnet50.engine;

import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * Runs models. Starting and loading are slow, so a run does them while it scans and reads.
 *
 * <p>There are no default methods: every engine states explicitly what it cannot do.
 */
public interface Engine {
  /**
   * Its name in reports, such as {@code TensorFlow}, and in parentheses what of it computes where
   * that is not its default; also before it is started. What was measured of an engine is found
   * again by that.
   */
  String name();

  /**
   * Starts the engine; everything below may be called only afterwards. Calling it again has no
   * effect.
   */
  EngineInfo start() throws ModelException;

  /**
   * Loads a model.
   *
   * @return a model with as many of the wanted outputs as it has; {@link LoadedModel#lacks} names
   *     those it does not have. To be closed by the caller
   * @throws ModelException where the model does not load, has no such layer, or its weights cannot
   *     be shuffled
   */
  LoadedModel load(ModelSpec spec, LoadRequest request) throws ModelException;

  /**
   * A decoder for any number of threads, to be closed by the caller.
   *
   * @param maxPixels larger images are refused before they are decoded
   */
  ImageDecoder decoder(long maxPixels);

  /** Floating-point operations a model does for one image; empty where they cannot be counted. */
  OptionalLong flopsPerImage(ModelSpec spec) throws ModelException;

  /**
   * Measures the machine's speed on large matrix products, for about a second.
   *
   * @param threads how many compute at once
   * @return 10⁹ floating-point operations a second, of all threads; empty where it is not measured
   */
  OptionalDouble sgemmGflops(int threads) throws InterruptedException;
}
