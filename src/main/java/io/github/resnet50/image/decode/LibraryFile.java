package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import javax.imageio.stream.ImageInputStream;

/** An image whose pixels {@link LibraryCodec} decodes. */
interface LibraryFile extends ImageFile {
  /**
   * What the library's reader is to read.
   *
   * @throws ImageException where pixels are known to be missing
   */
  ImageInputStream picture() throws ImageException;
}
