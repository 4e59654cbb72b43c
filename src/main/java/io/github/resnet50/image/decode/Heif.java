package io.github.resnet50.image.decode;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.util.List;

/** What is called of libheif (its C interface, libheif/heif.h), which reads HEIC and AVIF. */
interface Heif extends Library {
  MachineLibrary<Heif> LIBRARY =
      new MachineLibrary<>(
          "libheif",
          List.of("libheif.so.1", "heif"),
          Heif.class,
          "Debian, Ubuntu: apt install libheif1; Fedora: dnf install libheif; macOS: brew install"
              + " libheif");

  /** {@code heif_colorspace_RGB}. */
  int RGB = 1;

  /** {@code heif_chroma_interleaved_RGB}. */
  int INTERLEAVED_RGB = 10;

  /** {@code heif_chroma_interleaved_RGBA}. */
  int INTERLEAVED_RGBA = 11;

  /** {@code heif_channel_interleaved}. */
  int INTERLEAVED = 10;

  /** {@code heif_compression_HEVC}. */
  int HEVC = 1;

  /** {@code heif_compression_AV1}. */
  int AV1 = 4;

  /** {@code heif_error_Memory_allocation_error}. */
  int NO_MEMORY = 6;

  /** {@code heif_suberror_End_of_data}. */
  int END_OF_DATA = 100;

  /** {@code heif_suberror_Security_limit_exceeded}. */
  int LIMIT_EXCEEDED = 1000;

  /** {@code heif_suberror_Unsupported_codec}. */
  int UNSUPPORTED_CODEC = 3000;

  /** {@code struct heif_error}. */
  @FieldOrder({"code", "subcode", "message"})
  @SuppressWarnings("JavaLangClash") // the library's name
  class Outcome extends Structure implements Structure.ByValue {
    public int code;
    public int subcode;
    public String message;
  }

  Pointer heif_context_alloc();

  void heif_context_free(Pointer context);

  void heif_context_set_max_decoding_threads(Pointer context, int threads);

  Outcome heif_context_read_from_memory_without_copy(
      Pointer context, Pointer bytes, long length, Pointer options);

  Outcome heif_context_get_primary_image_handle(Pointer context, PointerByReference handle);

  void heif_image_handle_release(Pointer handle);

  int heif_image_handle_get_width(Pointer handle);

  int heif_image_handle_get_height(Pointer handle);

  int heif_image_handle_has_alpha_channel(Pointer handle);

  int heif_image_handle_is_premultiplied_alpha(Pointer handle);

  int heif_image_handle_get_luma_bits_per_pixel(Pointer handle);

  Pointer heif_decoding_options_alloc();

  void heif_decoding_options_free(Pointer options);

  Outcome heif_decode_image(
      Pointer handle, PointerByReference image, int colorspace, int chroma, Pointer options);

  Pointer heif_image_get_plane_readonly(Pointer image, int channel, IntByReference stride);

  int heif_image_get_width(Pointer image, int channel);

  int heif_image_get_height(Pointer image, int channel);

  void heif_image_release(Pointer image);

  int heif_have_decoder_for_format(int compression);
}
