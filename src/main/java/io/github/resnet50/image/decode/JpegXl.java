package io.github.resnet50.image.decode;

import com.sun.jna.Library;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.Structure.FieldOrder;
import java.util.List;

/** What is called of libjxl (its C interface, jxl/decode.h). */
interface JpegXl extends Library {
  MachineLibrary<JpegXl> LIBRARY =
      new MachineLibrary<>(
          "libjxl",
          List.of(
              "libjxl.so.0.11",
              "libjxl.so.0.10",
              "libjxl.so.0.9",
              "libjxl.so.0.8",
              "libjxl.so.0.7",
              "jxl"),
          JpegXl.class,
          "Debian, Ubuntu: apt install libjxl-tools; Fedora: dnf install libjxl; macOS: brew"
              + " install jpeg-xl");

  /** {@code JXL_DEC_SUCCESS}. */
  int SUCCESS = 0;

  /** {@code JXL_DEC_NEED_MORE_INPUT}. */
  int NEED_MORE_INPUT = 2;

  /** {@code JXL_DEC_NEED_IMAGE_OUT_BUFFER}. */
  int NEED_BUFFER = 5;

  /** {@code JXL_DEC_BASIC_INFO}. */
  int BASIC_INFO = 0x40;

  /** {@code JXL_DEC_FULL_IMAGE}. */
  int FULL_IMAGE = 0x1000;

  /** {@code JXL_TYPE_UINT8}. */
  int BYTES = 2;

  /** {@code JXL_CHANNEL_BLACK}. */
  int BLACK = 4;

  /** {@code JxlPixelFormat}. */
  @FieldOrder({"channels", "type", "endianness", "align"})
  class PixelFormat extends Structure {
    public int channels;
    public int type = BYTES;
    public int endianness;
    public Pointer align;

    @SuppressWarnings("unused") // JNA makes them so
    public PixelFormat() {}

    PixelFormat(int channels) {
      this.channels = channels;
    }
  }

  Pointer JxlDecoderCreate(Pointer memory);

  void JxlDecoderDestroy(Pointer decoder);

  int JxlDecoderSubscribeEvents(Pointer decoder, int events);

  int JxlDecoderSetInput(Pointer decoder, Pointer bytes, long length);

  void JxlDecoderCloseInput(Pointer decoder);

  int JxlDecoderProcessInput(Pointer decoder);

  int JxlDecoderGetBasicInfo(Pointer decoder, Pointer info);

  int JxlDecoderGetExtraChannelInfo(Pointer decoder, long index, Pointer info);

  int JxlDecoderSetImageOutBuffer(Pointer decoder, PixelFormat format, Pointer buffer, long length);
}
