package io.github.resnet50.run;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageBytes;
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
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
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
  private final PixelFilter filter;
  private final BooleanSupplier stopping;
  private final RunListener listener;

  /** Shared by all who decode; whole for one who needs all of the heap. */
  private final ReadWriteLock memory = new ReentrantReadWriteLock();

  private final StageClock read;
  private final StageClock decode;
  private final StageClock preprocess;

  DecodeWorker(
      Channel<Window.Slot> paths,
      Channel<Window> windows,
      Startup startup,
      Preprocessor preprocessor,
      PixelFilter filter,
      BooleanSupplier stopping,
      RunListener listener,
      StageClocks clocks) {
    this.paths = paths;
    this.windows = windows;
    this.startup = startup;
    this.preprocessor = preprocessor;
    this.filter = filter;
    this.stopping = stopping;
    this.listener = listener;
    this.read = clocks.of(Stage.READ);
    this.decode = clocks.of(Stage.DECODE);
    this.preprocess = clocks.of(Stage.PREPROCESS);
  }

  @Override
  public void run() throws InterruptedException, ModelException {
    ImageDecoder decoder = startup.decoder(); // null: the run is stopping
    for (Window.Slot slot = paths.take(); slot != null; slot = paths.take()) {
      if (work(slot, decoder)) {
        windows.put(slot.window());
      }
    }
  }

  /** Fills the slot; true if the window is complete with it. */
  private boolean work(Window.Slot slot, ImageDecoder decoder) throws InterruptedException {
    ImageRef ref = slot.ref();
    if (ref.problem() != null) {
      return slot.fail(ref.problem());
    }
    if (decoder == null || stopping.getAsBoolean()) {
      slot.window().abandon();
      return slot.fail(new ImageFailure(ImageFailure.Kind.UNREADABLE, "the run was stopped"));
    }
    try {
      return fillBesideOthers(slot, decoder);
    } catch (ImageException e) {
      return slot.fail(e.failure());
    }
  }

  /** What does not fit into memory while others decode may fit alone, and is tried so once. */
  private boolean fillBesideOthers(Window.Slot slot, ImageDecoder decoder)
      throws ImageException, InterruptedException {
    memory.readLock().lockInterruptibly();
    try {
      return fill(slot, decoder);
    } catch (ImageException e) {
      if (e.failure().kind() != ImageFailure.Kind.OUT_OF_MEMORY) {
        throw e;
      }
    } finally {
      memory.readLock().unlock();
    }
    memory.writeLock().lockInterruptibly();
    try {
      return fill(slot, decoder);
    } finally {
      memory.writeLock().unlock();
    }
  }

  private boolean fill(Window.Slot slot, ImageDecoder decoder) throws ImageException {
    try {
      long start = System.nanoTime();
      byte[] encoded = ImageBytes.read(slot.ref().path());
      read.record(System.nanoTime() - start);

      start = System.nanoTime();
      DecodedImage image = decoder.decode(encoded, preprocessor::reduction);
      long decoded = System.nanoTime();
      decode.record(decoded - start);

      RgbImage pixels = filter.apply(slot.ref(), preprocessor.apply(image));
      preprocess.record(System.nanoTime() - decoded);
      listener.decoded(slot.ref(), pixels);
      return slot.fill(pixels, image.width(), image.height());
    } catch (OutOfMemoryError e) {
      throw new ImageException(
          ImageFailure.Kind.OUT_OF_MEMORY, "the Java heap is too small for it", e);
    }
  }
}
