package io.github.resnet50.image.decode;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntBinaryOperator;

/**
 * Encoded bytes to pixels. Which {@link ImageFormat} the bytes are is told from the bytes, never
 * from a file name; of several frames the first counts, of several pages the first that is no
 * reduced copy of another. Every image either decodes as a whole or fails with one clear reason;
 * its size is checked before memory is taken for its pixels. Safe for many threads at once.
 *
 * <p>Colours are taken as the file has them: colour profiles are ignored, as Pillow's {@code
 * convert("RGB")} and TensorFlow ignore them, for networks were trained that way. Samples of 16
 * bits lose their lower 8. Transparency is laid over white.
 */
public final class ImageDecoder implements AutoCloseable {
  /** The pixels that an image may have where nobody says otherwise; Pillow's limit too. */
  public static final long MAX_PIXELS = 178_956_970;

  /** The most bytes a Java array can be relied on to hold. */
  private static final long MAX_ARRAY = Integer.MAX_VALUE - 8L;

  private final long maxPixels;
  private final List<ImageCodec> preferred;
  private final Map<ImageFormat, ImageCodec> codecs = new EnumMap<>(ImageFormat.class);

  /** A decoder in pure Java. */
  public ImageDecoder(long maxPixels) {
    this(maxPixels, List.of());
  }

  /**
   * A decoder that asks other codecs first, in their order, before those in pure Java.
   *
   * @param maxPixels images with more are refused
   * @param preferred owned by the decoder from now on: {@link #close()} closes them
   */
  public ImageDecoder(long maxPixels, List<? extends ImageCodec> preferred) {
    this.maxPixels = maxPixels;
    this.preferred = List.copyOf(preferred);
    for (ImageFormat format : ImageFormat.values()) {
      codecs.put(format, format.newCodec());
    }
  }

  /**
   * Decodes one image, with all its pixels.
   *
   * @param encoded the whole file; not changed
   * @throws ImageException with the reason; nothing else is thrown for whatever the bytes are
   */
  public DecodedImage decode(byte[] encoded) throws ImageException {
    return decode(encoded, (width, height) -> 1);
  }

  /**
   * Decodes one image for one purpose: a large JPEG may be reduced to 1/2, 1/4 or 1/8 by its
   * transform, which costs a part of the time and memory. What is refused or fails is the same.
   *
   * @param encoded the whole file; not changed
   * @param reductionOf by how much an image of a stored width and height may be reduced for its
   *     purpose: 1, 2, 4 or 8; a preprocessor knows
   * @throws ImageException with the reason; nothing else is thrown for whatever the bytes are
   */
  public DecodedImage decode(byte[] encoded, IntBinaryOperator reductionOf) throws ImageException {
    return open(encoded, reductionOf).decode();
  }

  /**
   * The first half of {@link #decode(byte[], IntBinaryOperator)}: reads the header and refuses what
   * can be refused by it. No memory has been taken for pixels yet.
   */
  public Opened open(byte[] encoded, IntBinaryOperator reductionOf) throws ImageException {
    ImageBytes bytes = ImageBytes.of(encoded);
    Opened opened = open(format(bytes), bytes, reductionOf);
    requireArray(opened.file.width(), opened.file.height());
    return opened;
  }

  /** The same of an image of which no array need hold all pixels. */
  Opened open(ImageFormat format, ImageBytes encoded, IntBinaryOperator reductionOf)
      throws ImageException {
    return guarded(
        format,
        () -> {
          ImageFile file = format.parse(encoded);
          checkSize(file.width(), file.height());
          return new Opened(format, file, codec(format, file), wanted(file, reductionOf));
        });
  }

  static ImageFormat format(ImageBytes encoded) throws ImageException {
    try {
      return ImageFormat.of(encoded);
    } catch (UncheckedIOException e) {
      throw ImageBytes.unreadable(e);
    }
  }

  private ImageCodec codec(ImageFormat format, ImageFile file) {
    for (ImageCodec codec : preferred) {
      if (codec.reads(file)) {
        return codec;
      }
    }
    return codecs.get(format);
  }

  /** An image whose header is sound, and whose pixels are still to be decoded. */
  public static final class Opened {
    private final ImageFormat format;
    private final ImageFile file;
    private final ImageCodec codec;
    private final int reduction;

    private Opened(ImageFormat format, ImageFile file, ImageCodec codec, int reduction) {
      this.format = format;
      this.file = file;
      this.codec = codec;
      this.reduction = reduction;
    }

    ImageFile file() {
      return file;
    }

    /** About how many bytes of the Java heap {@link #decode} takes at its height. */
    public long heapBytes() {
      return codec.heapBytes(file, reduction);
    }

    /** About how many bytes outside the Java heap {@link #decode} takes at its height. */
    public long nativeBytes() {
      return codec.nativeBytes(file, reduction);
    }

    /** The pixels. */
    public DecodedImage decode() throws ImageException {
      return guarded(
          format,
          () -> {
            RgbImage pixels = codec.decode(file, reduction);
            boolean whole = pixels.width() == file.width() && pixels.height() == file.height();
            return new DecodedImage(
                pixels, file.width(), file.height(), whole ? 1 : reduction, file.orientation());
          });
    }
  }

  /** Some work on bytes of which nothing is certain. */
  interface Work<T> {
    T run() throws ImageException;
  }

  static <T> T guarded(ImageFormat format, Work<T> work) throws ImageException {
    try {
      return work.run();
    } catch (UncheckedIOException e) {
      throw ImageBytes.unreadable(e);
    } catch (OutOfMemoryError e) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "not enough memory to decode it", e);
    } catch (RuntimeException | StackOverflowError e) {
      // Libraries meet damage they did not foresee with whatever their arrays throw; that is for
      // whoever reads the cause.
      throw new ImageException(Kind.CORRUPT, "damaged %s data".formatted(format), e);
    }
  }

  private static int wanted(ImageFile file, IntBinaryOperator reductionOf) {
    int width = file.width();
    int height = file.height();
    return file.orientation().swapsAxes()
        ? reductionOf.applyAsInt(height, width)
        : reductionOf.applyAsInt(width, height);
  }

  @Override
  public void close() {
    preferred.forEach(ImageCodec::close);
    codecs.values().forEach(ImageCodec::close);
  }

  void checkSize(long width, long height) throws ImageException {
    if (width < 1 || height < 1) {
      throw new ImageException(Kind.CORRUPT, "image of " + width + "x" + height + " pixels");
    }
    if (width * height > maxPixels) {
      throw new ImageException(
          Kind.TOO_LARGE,
          "%dx%d is more than the %d pixels that --max-pixels allows"
              .formatted(width, height, maxPixels));
    }
  }

  /** Refuses an image whose pixels no array holds. */
  static void requireArray(long width, long height) throws ImageException {
    if (width * height > MAX_ARRAY / 3) {
      throw new ImageException(
          Kind.TOO_LARGE, "%dx%d does not fit into one array".formatted(width, height));
    }
  }

  /** A library's own words, or at least what kind of trouble it was. */
  static String reason(Throwable e) {
    String message = e.getMessage();
    return message == null || message.isBlank() ? e.getClass().getSimpleName() : message;
  }
}
