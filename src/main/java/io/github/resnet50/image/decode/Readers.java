package io.github.resnet50.image.decode;

import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;

/**
 * Finds ImageIO readers by their vendor: which of several readers ImageIO would choose is not
 * defined.
 */
final class Readers {
  private Readers() {}

  /**
   * The provider whose class name starts with the prefix.
   *
   * @throws IllegalStateException where it is not on the class path
   */
  static ImageReaderSpi provider(String prefix) {
    // No temporary files.
    ImageIO.setUseCache(false);
    Iterator<ImageReaderSpi> all =
        IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
    while (all.hasNext()) {
      ImageReaderSpi provider = all.next();
      if (provider.getClass().getName().startsWith(prefix)) {
        return provider;
      }
    }
    throw new IllegalStateException("no image reader " + prefix);
  }
}
