package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.basics.Text;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.decode.ImageCodec;
import io.github.resnet50.image.decode.ImageFile;
import io.github.resnet50.image.decode.JpegCodec;
import io.github.resnet50.image.decode.JpegFile;
import io.github.resnet50.model.ModelException;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * JPEG by the JDK while there are few, then by TensorFlow, which is started for it: that takes
 * three seconds of a processor's time and 200 MB, and it decodes up to twice as fast. Which of them
 * decodes a picture makes no difference to its pixels: where it would, for pictures to be reduced
 * and those with unusual sampling, it is TensorFlow from the first on.
 */
final class DeferredJpegCodec implements ImageCodec {
  /**
   * Five thousand photographs as the web has them. So many take the JDK as much longer (2 to 3 ms a
   * megapixel on a Zen 5) as the start of TensorFlow takes; whoever has fewer is spared it, whoever
   * has more pays it twice at worst.
   */
  private static final long FEW_PIXELS = 1_000_000_000;

  /** Starts TensorFlow, which takes its time. */
  interface Fast {
    TensorFlowJpegCodec start() throws ModelException;
  }

  private final JpegCodec jdk = new JpegCodec();
  private final Fast fast;
  private final Consumer<String> notes;
  private final long few;
  private final AtomicLong pixels = new AtomicLong();

  /** Null: not asked for so far. What it gives is empty where TensorFlow does not start. */
  private volatile CompletableFuture<Optional<TensorFlowJpegCodec>> started;

  /**
   * @param notes hears why TensorFlow does not start, where it does not
   */
  DeferredJpegCodec(Fast fast, Consumer<String> notes) {
    this(fast, notes, FEW_PIXELS);
  }

  /**
   * @param few pixels that it is not started for
   */
  DeferredJpegCodec(Fast fast, Consumer<String> notes, long few) {
    this.fast = fast;
    this.notes = notes;
    this.few = few;
  }

  @Override
  public boolean reads(ImageFile file) {
    return file instanceof JpegFile jpeg && TensorFlowJpegCodec.decodes(jpeg);
  }

  /** The JDK's, which is more than TensorFlow's, where it may be either. */
  @Override
  public long heapBytes(ImageFile file, int reduction) {
    return isForEither((JpegFile) file, reduction)
        ? jdk.heapBytes(file, reduction)
        : ImageCodec.pixelBytes(file, reduction);
  }

  /** TensorFlow's, which is more than the JDK's. */
  @Override
  public long nativeBytes(ImageFile file, int reduction) {
    return TensorFlowJpegCodec.nativeBytes((JpegFile) file, reduction);
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    return decode(file, 1);
  }

  @Override
  public RgbImage decode(ImageFile file, int reduction) throws ImageException {
    Optional<ImageCodec> codec = codec((JpegFile) file, reduction);
    return codec.isPresent() && codec.get().reads(file)
        ? codec.get().decode(file, reduction)
        : jdk.decode(file);
  }

  private static boolean isForEither(JpegFile jpeg, int reduction) {
    return reduction == 1 && jpeg.hasUsualSampling();
  }

  /** Empty: the JDK's. */
  private Optional<ImageCodec> codec(JpegFile jpeg, int reduction) {
    boolean either = isForEither(jpeg, reduction);
    if (started == null && either && pixels.addAndGet((long) jpeg.width() * jpeg.height()) <= few) {
      return Optional.empty();
    }
    CompletableFuture<Optional<TensorFlowJpegCodec>> coming = started();
    return either && !coming.isDone()
        ? Optional.empty() // meanwhile the JDK goes on
        : coming.join().map(codec -> codec);
  }

  private synchronized CompletableFuture<Optional<TensorFlowJpegCodec>> started() {
    if (started == null) {
      started = new CompletableFuture<>();
      Thread thread = new Thread(this::complete, "tensorflow-start");
      thread.setDaemon(true);
      thread.start();
    }
    return started;
  }

  /** Whatever happens: others wait for it. */
  private void complete() {
    try {
      started.complete(start());
    } finally {
      started.complete(Optional.empty()); // no more than a start that has not ended well
    }
  }

  private Optional<TensorFlowJpegCodec> start() {
    try {
      return Optional.of(fast.start());
    } catch (ModelException | RuntimeException | LinkageError | VirtualMachineError e) {
      notes.accept("the JDK decodes all JPEGs, slowly: " + Text.firstLine(e));
      return Optional.empty();
    }
  }

  /** What is still starting is closed when it has. */
  @Override
  public synchronized void close() {
    if (started != null) {
      CompletableFuture<Void> unused =
          started.thenAccept(codec -> codec.ifPresent(ImageCodec::close));
    }
  }
}
