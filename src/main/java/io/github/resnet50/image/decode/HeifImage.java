package io.github.resnet50.image.decode;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.RgbImage;
import java.util.ArrayList;
import java.util.List;

/** The main image of a file, opened by libheif. For one thread. */
final class HeifImage implements AutoCloseable {
  /** Where the options of decoding begin to say what to do: after a head and four pointers. */
  private static final long WISHES = 8 + 4L * Native.POINTER_SIZE;

  /** The version of the options since which there is {@code strict_decoding}. */
  private static final int STRICT_SINCE = 3;

  private final Heif heif;
  private final String format;
  private final Memory bytes;
  private final Pointer context;
  private Pointer handle;

  private HeifImage(Heif heif, String format, byte[] bytes) {
    this.heif = heif;
    this.format = format;
    this.bytes = new Memory(Math.max(1, bytes.length));
    this.bytes.write(0, bytes, 0, bytes.length);
    this.context = heif.heif_context_alloc();
  }

  /**
   * @param format as people call it
   */
  static HeifImage open(byte[] bytes, String format) throws ImageException {
    Heif heif = Heif.LIBRARY.get(format.equals("AVIF") ? "an AVIF image" : "a HEIC image");
    HeifImage image = new HeifImage(heif, format, bytes);
    boolean sound = false;
    try {
      image.read(bytes.length);
      sound = true;
      return image;
    } finally {
      if (!sound) {
        image.close();
      }
    }
  }

  private void read(int length) throws ImageException {
    if (context == null) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "libheif did not get its memory");
    }
    // Images are decoded side by side already.
    heif.heif_context_set_max_decoding_threads(context, 0);
    check(heif.heif_context_read_from_memory_without_copy(context, bytes, length, null));
    PointerByReference found = new PointerByReference();
    check(heif.heif_context_get_primary_image_handle(context, found));
    handle = found.getValue();
  }

  /** Columns once it has been turned and cropped as the file wants. */
  int width() {
    return heif.heif_image_handle_get_width(handle);
  }

  int height() {
    return heif.heif_image_handle_get_height(handle);
  }

  boolean hasAlpha() {
    return heif.heif_image_handle_has_alpha_channel(handle) != 0;
  }

  /** Bits of a sample; -1 where the file does not tell. */
  int bits() {
    return heif.heif_image_handle_get_luma_bits_per_pixel(handle);
  }

  /** The pixels, transparency laid over white; of more than 8 bits the upper 8. */
  RgbImage pixels() throws ImageException {
    boolean alpha = hasAlpha();
    PointerByReference decoded = new PointerByReference();
    Pointer options = heif.heif_decoding_options_alloc();
    try {
      int version = options.getByte(0);
      if (version >= 2) {
        options.setByte(WISHES, (byte) 1); // convert_hdr_to_8bit
      }
      if (version >= STRICT_SINCE) {
        options.setByte(WISHES + 1, (byte) 1); // what is damaged fails
      }
      int chroma = alpha ? Heif.INTERLEAVED_RGBA : Heif.INTERLEAVED_RGB;
      check(heif.heif_decode_image(handle, decoded, Heif.RGB, chroma, options));
    } finally {
      heif.heif_decoding_options_free(options);
    }
    Pointer image = decoded.getValue();
    try {
      return copy(image, alpha);
    } finally {
      heif.heif_image_release(image);
    }
  }

  private RgbImage copy(Pointer image, boolean alpha) throws ImageException {
    int width = heif.heif_image_get_width(image, Heif.INTERLEAVED);
    int height = heif.heif_image_get_height(image, Heif.INTERLEAVED);
    if (width != width() || height != height()) {
      throw new ImageException(Kind.CORRUPT, "the picture has another size than its header");
    }
    IntByReference stride = new IntByReference();
    Pointer plane = heif.heif_image_get_plane_readonly(image, Heif.INTERLEAVED, stride);
    boolean premultiplied = heif.heif_image_handle_is_premultiplied_alpha(handle) != 0;
    return new NativePixels(plane, stride.getValue(), alpha, premultiplied).toRgb(width, height);
  }

  private void check(Heif.Outcome outcome) throws ImageException {
    if (outcome.code == 0) {
      return;
    }
    String reason = outcome.message == null ? "error " + outcome.code : outcome.message;
    if (outcome.subcode == Heif.LIMIT_EXCEEDED) { // may come as a want of memory
      throw new ImageException(
          Kind.TOO_LARGE, "%s beyond libheif's limits: %s".formatted(format, reason));
    }
    if (outcome.code == Heif.NO_MEMORY) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "libheif did not get its memory");
    }
    if (outcome.subcode == Heif.UNSUPPORTED_CODEC) {
      throw new ImageException(Kind.UNSUPPORTED, withoutDecoder());
    }
    if (outcome.subcode == Heif.END_OF_DATA) {
      throw new ImageException(
          Kind.TRUNCATED, "the %s ends before its picture does".formatted(format));
    }
    boolean unsupported = outcome.code == 3 || outcome.code == 4;
    throw new ImageException(
        unsupported ? Kind.UNSUPPORTED : Kind.CORRUPT,
        "%s: %s"
            .formatted(
                unsupported ? format + " that libheif does not read" : "damaged " + format,
                reason));
  }

  private String withoutDecoder() {
    List<String> missing = new ArrayList<>();
    if (heif.heif_have_decoder_for_format(Heif.HEVC) == 0) {
      missing.add("HEVC (Debian, Ubuntu: apt install libheif-plugin-libde265)");
    }
    if (heif.heif_have_decoder_for_format(Heif.AV1) == 0) {
      missing.add("AV1 (Debian, Ubuntu: apt install libheif-plugin-dav1d)");
    }
    return missing.isEmpty()
        ? format + " of a compression that this machine's libheif does not read"
        : format + ": this machine's libheif has no decoder for " + String.join(" and ", missing);
  }

  @Override
  public void close() {
    if (handle != null) {
      heif.heif_image_handle_release(handle);
    }
    if (context != null) {
      heif.heif_context_free(context);
    }
    bytes.close();
  }
}
