package io.github.resnet50.run;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.pipeline.Channel;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.report.Stage;
import io.github.resnet50.report.StageClock;
import io.github.resnet50.report.StageClocks;
import java.util.function.BooleanSupplier;

/**
 * Paths in, model-sized pixels out: reads, decodes and preprocesses in one go, so that what waits
 * in the channels is small, and hands a window on with its last image.
 */
final class DecodeWorker implements Pipeline.Worker {
  private final Channel<Window.Slot> paths;
  private final Channel<Window> windows;
  private final Startup startup;
  private final Preprocessor preprocessor;
  private final ImageSource images;
  private final PixelFilter filter;
  private final BooleanSupplier stopping;
  private final RunListener listener;
  private final double imageSeconds;
  private final DecodeMemory memory;

  private final StageClock read;
  private final StageClock decode;
  private final StageClock preprocess;

  /**
   * @param memory shared by all who decode
   */
  DecodeWorker(
      Channel<Window.Slot> paths,
      Channel<Window> windows,
      Startup startup,
      Preprocessor preprocessor,
      ImageSource images,
      PixelFilter filter,
      BooleanSupplier stopping,
      RunListener listener,
      double imageSeconds,
      DecodeMemory memory,
      StageClocks clocks) {
    this.paths = paths;
    this.windows = windows;
    this.startup = startup;
    this.preprocessor = preprocessor;
    this.images = images;
    this.filter = filter;
    this.stopping = stopping;
    this.listener = listener;
    this.imageSeconds = imageSeconds;
    this.memory = memory;
    this.read = clocks.of(Stage.READ);
    this.decode = clocks.of(Stage.DECODE);
    this.preprocess = clocks.of(Stage.PREPROCESS);
  }

  @Override
  public void run() throws InterruptedException, ModelException {
    ImageDecoder decoder = startup.decoder(); // null: the run is stopping
    try (TimeLimit limit = new TimeLimit(imageSeconds, startup.decodingStill())) {
      for (Window.Slot slot = paths.take(); slot != null; slot = paths.take()) {
        if (work(slot, decoder, limit)) {
          windows.put(slot.window());
        }
      }
    }
  }

  /** Fills the slot; true if the window is complete with it. */
  private boolean work(Window.Slot slot, ImageDecoder decoder, TimeLimit limit)
      throws InterruptedException {
    ImageRef ref = slot.ref();
    if (ref.problem() != null) {
      return slot.fail(ref.problem());
    }
    if (decoder == null || stopping.getAsBoolean()) {
      slot.window().abandon();
      return slot.fail(new ImageFailure(ImageFailure.Kind.UNREADABLE, "the run was stopped"));
    }
    try {
      ImageDecoder.Opened image = limit.call(() -> open(ref, decoder));
      Pixels pixels = decodeBesideOthers(ref, image, limit);
      listener.decoded(ref, pixels.rgb());
      return slot.fill(pixels.rgb(), pixels.width(), pixels.height());
    } catch (ImageException e) {
      return slot.fail(e.failure());
    }
  }

  /** An image as the model wants it, and its own size. */
  private record Pixels(RgbImage rgb, int width, int height) {}

  /** What takes more memory than was foreseen may fit alone, and is tried so once. */
  private Pixels decodeBesideOthers(ImageRef ref, ImageDecoder.Opened image, TimeLimit limit)
      throws ImageException, InterruptedException {
    try {
      return memory.with(image.heapBytes(), () -> limit.call(() -> decode(ref, image)));
    } catch (ImageException e) {
      if (e.failure().kind() != ImageFailure.Kind.OUT_OF_MEMORY) {
        throw e;
      }
    }
    return memory.withAll(() -> limit.call(() -> decode(ref, image)));
  }

  private ImageDecoder.Opened open(ImageRef ref, ImageDecoder decoder) throws ImageException {
    long start = System.nanoTime();
    byte[] encoded = images.read(ref);
    read.record(System.nanoTime() - start);
    return decoder.open(encoded, preprocessor::reduction);
  }

  private Pixels decode(ImageRef ref, ImageDecoder.Opened opened) throws ImageException {
    try {
      long start = System.nanoTime();
      DecodedImage image = opened.decode();
      long decoded = System.nanoTime();
      decode.record(decoded - start);

      RgbImage pixels = filter.apply(ref, preprocessor.apply(image));
      preprocess.record(System.nanoTime() - decoded);
      return new Pixels(pixels, image.width(), image.height());
    } catch (OutOfMemoryError e) {
      throw new ImageException(
          ImageFailure.Kind.OUT_OF_MEMORY, "the Java heap is too small for it", e);
    }
  }
}
