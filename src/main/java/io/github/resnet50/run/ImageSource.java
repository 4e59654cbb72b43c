package io.github.resnet50.run;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;

/** Where a run's images come from. For one run. */
public interface ImageSource extends Closeable {

  /** The images in the order of their records; called once, and used by one thread. */
  Iterator<ImageRef> open() throws IOException;

  /**
   * The bytes of one image, here of a file of this machine; called by many threads.
   *
   * @throws ImageException with the reason
   */
  default byte[] read(ImageRef ref) throws ImageException {
    return ImageBytes.read(ref.path());
  }

  /** Files of this machine that are known already. */
  static ImageSource of(List<ImageRef> images) {
    return new ImageSource() {
      @Override
      public Iterator<ImageRef> open() {
        return images.iterator();
      }

      @Override
      public void close() {}
    };
  }

  /** A walk over files of this machine. */
  static ImageSource of(ScanOptions scan) {
    return new ImageSource() {
      private ImageScanner scanner;

      @Override
      public Iterator<ImageRef> open() throws IOException {
        scanner = new ImageScanner(scan);
        return scanner;
      }

      @Override
      public void close() throws IOException {
        if (scanner != null) {
          scanner.close();
        }
      }
    };
  }
}
