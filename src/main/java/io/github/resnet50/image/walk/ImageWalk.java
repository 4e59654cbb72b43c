package io.github.resnet50.image.walk;

import io.github.resnet50.image.ImageRef;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;

/** Images in the order of their records. For one thread; to be closed by whoever opened it. */
public interface ImageWalk extends Iterator<ImageRef>, Closeable {
  /** Begins a walk; called once a run. */
  interface Opener {
    ImageWalk open() throws IOException;
  }

  /** A walk over images that are known already, with nothing to close. */
  static ImageWalk of(Iterator<ImageRef> images) {
    return new ImageWalk() {
      @Override
      public boolean hasNext() {
        return images.hasNext();
      }

      @Override
      public ImageRef next() {
        return images.next();
      }

      @Override
      public void close() {}
    };
  }
}
