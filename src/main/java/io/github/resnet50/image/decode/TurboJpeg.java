package io.github.resnet50.image.decode;

import com.sun.jna.Library;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import java.util.List;

/** What is called of libjpeg-turbo, by its own interface (turbojpeg.h, 2.0 and all later). */
interface TurboJpeg extends Library {
  MachineLibrary<TurboJpeg> LIBRARY =
      new MachineLibrary<>(
          "libturbojpeg",
          List.of("libturbojpeg.so.0", "turbojpeg"),
          TurboJpeg.class,
          "Debian: apt install libturbojpeg0; Ubuntu: apt install libturbojpeg; Fedora: dnf install"
              + " turbojpeg; macOS: brew install jpeg-turbo");

  /** {@code TJPF_RGB}. */
  int RGB = 0;

  /** {@code TJFLAG_ACCURATEDCT}. */
  int ACCURATE = 4096;

  Pointer tjInitDecompress();

  /**
   * Gives 0 only where the library has nothing to object to the file. Before 1.4.1 it gave that for
   * damaged ones as well.
   */
  int tjDecompress2(
      Pointer handle,
      Pointer jpeg,
      NativeLong size,
      Pointer pixels,
      int width,
      int pitch,
      int height,
      int format,
      int flags);

  /** How bad that was. Not called, but there since 2.0 only: older libraries are not taken. */
  int tjGetErrorCode(Pointer handle);

  int tjDestroy(Pointer handle);
}
