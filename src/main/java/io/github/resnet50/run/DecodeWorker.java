package io.github.resnet50.run;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.details.ImageLook;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.timing.Stage;
import io.github.resnet50.report.timing.StageClock;
import io.github.resnet50.run.Run.Wiring;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Paths in, model-sized pixels out: reads, decodes and preprocesses in one go, so that what waits
 * in the channels is small, and hands a batch on with its last image.
 */
final class DecodeWorker implements Pipeline.Worker {
  private final Wiring wiring;
  private final Preprocessor preprocessor;
  private final ClassifySettings settings;
  private final DecodeMemory memory;
  private final StageClock read;
  private final StageClock decode;
  private final StageClock preprocess;
  private final AtomicLong failed = new AtomicLong();

  /**
   * @param memory shared by all threads that decode
   */
  DecodeWorker(
      Wiring wiring,
      Preprocessor preprocessor,
      ClassifySettings settings,
      DecodeMemory memory,
      Map<Stage, StageClock> clocks) {
    this.wiring = wiring;
    this.preprocessor = preprocessor;
    this.settings = settings;
    this.memory = memory;
    this.read = clocks.get(Stage.READ);
    this.decode = clocks.get(Stage.DECODE);
    this.preprocess = clocks.get(Stage.PREPROCESS);
  }

  @Override
  public void run() throws InterruptedException, ModelException {
    Startup startup = wiring.startup();
    ImageDecoder decoder = startup.decoder(); // null: the run is stopping
    double seconds = wiring.config().limits().imageSeconds();
    try (TimeLimit limit = new TimeLimit(seconds, startup.decodingStill())) {
      for (Batch.Slot slot = wiring.paths().take(); slot != null; slot = wiring.paths().take()) {
        if (work(slot, decoder, limit)) {
          wiring.pass(slot.batch());
        }
      }
    }
  }

  /** Fills the slot; true if the batch is complete with it. */
  private boolean work(Batch.Slot slot, ImageDecoder decoder, TimeLimit limit)
      throws InterruptedException {
    ImageRef ref = slot.ref();
    if (ref.problem() != null) {
      return fail(slot, ref.problem(), ImageDetails.NONE);
    }
    if (decoder == null || wiring.stop().isGiven()) { // the batch will be left out
      return slot.fail(
          new ImageFailure(ImageFailure.Kind.UNREADABLE, "the run was stopped"), ImageDetails.NONE);
    }
    ImageLook look = new ImageLook(settings.columns());
    try {
      ImageDecoder.Opened image = limit.call(() -> open(ref, decoder, look));
      Pixels pixels = decodeBesideOthers(ref, image, look, limit);
      wiring.listener().decoded(ref, pixels.crops().get(0));
      return slot.fill(pixels.crops(), pixels.width(), pixels.height(), pixels.details());
    } catch (ImageException e) {
      return fail(slot, e.failure(), look.details());
    }
  }

  /** With more failures than are tolerated, what lies behind this batch need not be begun. */
  private boolean fail(Batch.Slot slot, ImageFailure failure, ImageDetails details) {
    long most = wiring.config().limits().maxFailures();
    if (most >= 0 && failed.incrementAndGet() > most) {
      wiring.stop().enough();
    }
    return slot.fail(failure, details);
  }

  /** An image as the model wants it, its own size, and what else is known of it. */
  private record Pixels(List<RgbImage> crops, int width, int height, ImageDetails details) {}

  /** What takes more memory than was foreseen may fit alone, and is tried so once. */
  private Pixels decodeBesideOthers(
      ImageRef ref, ImageDecoder.Opened image, ImageLook look, TimeLimit limit)
      throws ImageException, InterruptedException {
    try {
      return limit.call(
          () -> decode(ref, image, look),
          memory.take(image.heapBytes(), image.nativeBytes(), limit.seconds()));
    } catch (ImageException e) {
      if (e.failure().kind() != ImageFailure.Kind.OUT_OF_MEMORY) {
        throw e;
      }
    }
    return limit.call(() -> decode(ref, image, look), memory.takeAll(limit.seconds()));
  }

  private ImageDecoder.Opened open(ImageRef ref, ImageDecoder decoder, ImageLook look)
      throws ImageException {
    long start = System.nanoTime();
    byte[] encoded = look.read(ref);
    read.record(System.nanoTime() - start);
    ref.source().release();
    return decoder.open(encoded, preprocessor::reduction);
  }

  private Pixels decode(ImageRef ref, ImageDecoder.Opened opened, ImageLook look)
      throws ImageException {
    try {
      long start = System.nanoTime();
      DecodedImage image = opened.decode();
      long decoded = System.nanoTime();
      decode.record(decoded - start);

      List<RgbImage> crops =
          preprocessor.crops(image).stream()
              .map(crop -> settings.filter().apply(ref, crop))
              .toList();
      preprocess.record(System.nanoTime() - decoded);
      return new Pixels(crops, image.width(), image.height(), look.details(image));
    } catch (OutOfMemoryError e) {
      throw new ImageException(
          ImageFailure.Kind.OUT_OF_MEMORY, "the Java heap is too small for it", e);
    }
  }
}
