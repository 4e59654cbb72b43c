package io.github.resnet50.model.store;

import io.github.resnet50.engine.ImageShape;
import io.github.resnet50.engine.InputFiller;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.SafeForm;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.UnpreparableModelException;
import io.github.resnet50.graph.prepare.Agreement;
import io.github.resnet50.graph.prepare.ModelPreparer;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.SampleImages;
import io.github.resnet50.model.store.PreparedModels.EngineStart;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Prepares models and compares each with its original on the sample images: a prepared form with
 * different probabilities is rejected.
 */
final class CheckedPreparer {
  private static final double MOST_DIFFERENCE = 1e-4;
  private static final int COMPARED_IMAGES = 8;

  private final Preparing preparing;
  private final EngineStart engine;

  /** The function of {@link ModelPreparer#prepare}. */
  interface Preparing {
    Preparation prepare(Path model, Path target, PrepareOptions options)
        throws SavedModelException, UnpreparableModelException, IOException;
  }

  /** For engines that have been started. */
  CheckedPreparer(Preparing preparing) {
    this(preparing, () -> {});
  }

  private CheckedPreparer(Preparing preparing, EngineStart engine) {
    this.preparing = preparing;
    this.engine = engine;
  }

  /** The same, with an engine to be started before it is needed. */
  CheckedPreparer startedBy(EngineStart start) {
    return new CheckedPreparer(preparing, start);
  }

  void startEngine() throws ModelException {
    engine.start();
  }

  /**
   * Prepares a model.
   *
   * @param target receives {@code saved_model.pb}, which must be ignored if the result says that
   *     the model is not prepared
   * @throws ModelException where it is no usable model, or is not safe to run
   */
  Preparation prepare(ModelSpec spec, Path target, PrepareOptions options)
      throws ModelException, IOException {
    startEngine();
    long start = System.nanoTime();
    try (SafeForm.Loadable model = loadable(spec, target, options)) {
      Preparation prepared = preparing.prepare(model.directory(), target, options);
      Agreement agreement = compare(spec, model.directory(), target, options, prepared);
      String reason =
          agreement.within(MOST_DIFFERENCE)
              ? null
              : "prepared, its probabilities would differ by " + agreement.maxDifference();
      return prepared.compared(agreement, reason, seconds(start));
    } catch (SavedModelException e) {
      throw new ModelException(spec.directory() + ": " + e.getMessage(), e);
    } catch (UnpreparableModelException e) {
      return Preparation.refused(e.getMessage(), seconds(start));
    }
  }

  private static SafeForm.Loadable loadable(ModelSpec spec, Path target, PrepareOptions options)
      throws SavedModelException, IOException {
    SavedModelFile file = SavedModelFile.read(spec.directory(), options.signature());
    SafeForm.requireWeights(file);
    return options.trustModel()
        ? new SafeForm.Loadable(spec.directory(), Optional.empty())
        : SafeForm.of(file).loadable(target.toAbsolutePath().getParent());
  }

  private static Agreement compare(
      ModelSpec spec, Path original, Path target, PrepareOptions options, Preparation prepared)
      throws ModelException, SavedModelException, UnpreparableModelException, IOException {
    ImageShape shape = ImageShape.of(spec, prepared.input());
    InputFiller filler = new InputFiller(spec.preprocessing(), shape.channelsFirst());
    List<byte[]> pixels = SampleImages.pixels(spec.preprocessing(), COMPARED_IMAGES);
    HostTensor images =
        HostTensor.floats(shape.batch(pixels.size(), spec.preprocessing()), filler.batch(pixels));
    return Agreement.measure(original, target, options, prepared, List.of(images));
  }

  private static double seconds(long start) {
    return (System.nanoTime() - start) / 1e9;
  }
}
