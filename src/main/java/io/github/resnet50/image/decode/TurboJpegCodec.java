package io.github.resnet50.image.decode;

import com.sun.jna.Memory;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.RgbImage;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedDeque;

/**
 * JPEG by the machine's own libjpeg-turbo: the pixels of the JDK's libjpeg, in two thirds of the
 * time, and a little faster than TensorFlow's, which need not be started for it. Gray and colour
 * JPEGs of usual sampling only: how others are enlarged has changed between its versions. Reduced
 * pictures come from a smaller inverse transform of each block.
 *
 * <p>The picture is taken where the library has no objection. Of all other files, the JDK's reader
 * says whether they are damaged, and how.
 */
public final class TurboJpegCodec implements ImageCodec {
  /** The most that a buffer keeps from one picture to the next: 1.4 megapixels. */
  private static final int KEPT = 4 << 20;

  /** A picture of less has fewer than one column or row for each of its parts of an eighth. */
  private static final int LEAST_TO_REDUCE = 8;

  private final JpegCodec referee = new JpegCodec();
  private final TurboJpeg library;

  /** Those that no thread uses just now. Fresh ones would be filled with zeros page by page. */
  private final ConcurrentLinkedDeque<Buffers> idle = new ConcurrentLinkedDeque<>();

  private TurboJpegCodec(TurboJpeg library) {
    this.library = library;
  }

  /** A codec, where the machine has the library; else none. */
  public static List<TurboJpegCodec> ofMachine() {
    return TurboJpeg.LIBRARY.find().map(TurboJpegCodec::new).stream().toList();
  }

  /** Who decodes JPEGs, and where it is not this one, what could be done about that. */
  public static String about() {
    return TurboJpeg.LIBRARY.find().isPresent()
        ? "JPEG by libturbojpeg"
        : "JPEG by TensorFlow or Java; libturbojpeg is faster: " + TurboJpeg.LIBRARY.trouble();
  }

  @Override
  public boolean reads(ImageFile file) {
    return file instanceof JpegFile jpeg
        && jpeg.components() != 4
        && jpeg.hasUsualSampling()
        && jpeg.ended();
  }

  @Override
  public long heapBytes(ImageFile file, int reduction) {
    return ImageCodec.pixelBytes(file, applied(file, reduction));
  }

  @Override
  public long nativeBytes(ImageFile file, int reduction) {
    JpegFile jpeg = (JpegFile) file;
    return jpeg.coefficientBytes()
        + jpeg.bytes().length
        + ImageCodec.pixelBytes(file, applied(file, reduction));
  }

  /**
   * The library goes by the size that is asked for, which has to be that of one reduction alone.
   */
  private static int applied(ImageFile file, int reduction) {
    return Math.min(file.width(), file.height()) < LEAST_TO_REDUCE ? 1 : reduction;
  }

  @Override
  public RgbImage decode(ImageFile file) throws ImageException {
    return decode(file, 1);
  }

  @Override
  public RgbImage decode(ImageFile file, int reduction) throws ImageException {
    JpegFile jpeg = (JpegFile) file;
    Buffers buffers = idle.pollFirst();
    if (buffers == null) {
      buffers = new Buffers();
    }
    RgbImage image;
    try {
      image = decode(jpeg, applied(file, reduction), buffers);
    } finally {
      buffers.shrink();
      idle.addFirst(buffers);
    }
    return image == null ? referee.decode(file) : image;
  }

  /** The pixels, or null where the library objects to something. */
  private RgbImage decode(JpegFile file, int reduction, Buffers buffers) {
    int width = DecodedImage.reduced(file.width(), reduction);
    int height = DecodedImage.reduced(file.height(), reduction);
    byte[] bytes = file.bytes();
    byte[] rgb = new byte[(int) ImageCodec.pixelBytes(file, reduction)];
    buffers.grow(bytes.length, rgb.length);
    buffers.encoded.write(0, bytes, 0, bytes.length);
    // One for each file: it would give the tables of the last to one that lacks its own.
    Pointer handle = library.tjInitDecompress();
    if (handle == null) {
      return null;
    }
    int objection;
    try {
      objection =
          library.tjDecompress2(
              handle,
              buffers.encoded,
              new NativeLong(bytes.length),
              buffers.pixels,
              width,
              0,
              height,
              TurboJpeg.RGB,
              TurboJpeg.ACCURATE);
    } finally {
      library.tjDestroy(handle);
    }
    if (objection != 0) {
      return null;
    }
    buffers.pixels.read(0, rgb, 0, rgb.length);
    return new RgbImage(width, height, rgb);
  }

  @Override
  public void close() {
    for (Buffers one = idle.poll(); one != null; one = idle.poll()) {
      one.close();
    }
  }

  /** Memory that the library reads and writes, for one thread at a time. */
  private static final class Buffers {
    private Memory encoded = new Memory(1);
    private Memory pixels = new Memory(1);

    void grow(long encodedSize, long pixelsSize) {
      encoded = encoded.size() < encodedSize ? replaced(encoded, encodedSize) : encoded;
      pixels = pixels.size() < pixelsSize ? replaced(pixels, pixelsSize) : pixels;
    }

    void shrink() {
      encoded = encoded.size() > KEPT ? replaced(encoded, 1) : encoded;
      pixels = pixels.size() > KEPT ? replaced(pixels, 1) : pixels;
    }

    /** The new one first: where there is no memory for it, the old one goes on to be used. */
    private static Memory replaced(Memory buffer, long size) {
      Memory other = new Memory(size);
      buffer.close();
      return other;
    }

    void close() {
      encoded.close();
      pixels.close();
    }
  }
}
