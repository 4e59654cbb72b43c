package io.github.resnet50.image.decode;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;

/** A JPEG XL whose header libjxl has read. For one thread. */
final class JpegXlImage implements AutoCloseable {
  /** More than {@code JxlBasicInfo} and {@code JxlExtraChannelInfo} take. */
  private static final int INFO = 1024;

  /** Places in {@code JxlBasicInfo}. */
  private static final int WIDTH = 4;

  private static final int HEIGHT = 8;
  private static final int EXTRA_CHANNELS = 56;
  private static final int ALPHA_BITS = 60;
  private static final int PREMULTIPLIED = 68;

  private final JpegXl library;
  private final Memory bytes;
  private final Pointer decoder;
  private int width;
  private int height;
  private boolean alpha;
  private boolean premultiplied;

  private JpegXlImage(JpegXl library, byte[] bytes) {
    this.library = library;
    this.bytes = new Memory(Math.max(1, bytes.length));
    this.bytes.write(0, bytes, 0, bytes.length);
    this.decoder = library.JxlDecoderCreate(null);
  }

  static JpegXlImage open(byte[] bytes) throws ImageException {
    JpegXlImage image = new JpegXlImage(JpegXl.LIBRARY.get("a JPEG XL image"), bytes);
    boolean sound = false;
    try {
      image.readHeader(bytes.length);
      sound = true;
      return image;
    } finally {
      if (!sound) {
        image.close();
      }
    }
  }

  /** Columns of the upright picture. */
  int width() {
    return width;
  }

  /** Rows of the upright picture. */
  int height() {
    return height;
  }

  private void readHeader(int length) throws ImageException {
    if (decoder == null) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "libjxl did not get its memory");
    }
    library.JxlDecoderSubscribeEvents(decoder, JpegXl.BASIC_INFO | JpegXl.FULL_IMAGE);
    library.JxlDecoderSetInput(decoder, bytes, length);
    library.JxlDecoderCloseInput(decoder);
    proceed(JpegXl.BASIC_INFO);
    try (Memory info = new Memory(INFO)) {
      library.JxlDecoderGetBasicInfo(decoder, info);
      width = info.getInt(WIDTH);
      height = info.getInt(HEIGHT);
      alpha = info.getInt(ALPHA_BITS) > 0;
      premultiplied = info.getInt(PREMULTIPLIED) != 0;
      int extra = info.getInt(EXTRA_CHANNELS);
      for (int i = 0; i < extra; i++) {
        library.JxlDecoderGetExtraChannelInfo(decoder, i, info);
        if (info.getInt(0) == JpegXl.BLACK) {
          throw new ImageException(Kind.UNSUPPORTED, "JPEG XL of inks (CMYK)");
        }
      }
    }
  }

  /** The pixels of the first frame, transparency laid over white. */
  RgbImage pixels() throws ImageException {
    proceed(JpegXl.NEED_BUFFER);
    int channels = alpha ? 4 : 3;
    long stride = (long) channels * width;
    try (Memory buffer = new Memory(stride * height)) {
      int set =
          library.JxlDecoderSetImageOutBuffer(
              decoder, new JpegXl.PixelFormat(channels), buffer, buffer.size());
      if (set != JpegXl.SUCCESS) {
        throw damaged();
      }
      proceed(JpegXl.FULL_IMAGE);
      return new NativePixels(buffer, stride, alpha, premultiplied).toRgb(width, height);
    }
  }

  /** Decodes up to an event. */
  private void proceed(int event) throws ImageException {
    int status = library.JxlDecoderProcessInput(decoder);
    if (status == JpegXl.NEED_MORE_INPUT) {
      throw new ImageException(Kind.TRUNCATED, "the JPEG XL ends before its picture does");
    }
    if (status != event) {
      throw damaged();
    }
  }

  private static ImageException damaged() {
    return new ImageException(Kind.CORRUPT, "damaged JPEG XL data");
  }

  @Override
  public void close() {
    if (decoder != null) {
      library.JxlDecoderDestroy(decoder);
    }
    bytes.close();
  }
}
