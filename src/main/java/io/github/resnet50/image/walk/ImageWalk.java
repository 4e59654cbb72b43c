package io.github.resnet50.image.walk;

import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.Unseen;
import java.io.Closeable;
import java.io.IOException;
import java.util.Iterator;
import java.util.function.UnaryOperator;

/**
 * Images in the order of their records. For one thread; must be closed by the caller that opened
 * it.
 */
public interface ImageWalk extends Iterator<ImageRef>, Closeable {
  /** Starts a walk; called once per run. */
  interface Opener {
    ImageWalk open() throws IOException;
  }

  /**
   * What the walk has come across so far; for the thread that walks, or after it.
   *
   * @return nothing where the images are known beforehand
   */
  default WalkCounts counts() {
    return WalkCounts.NONE;
  }

  /** What the walk was to walk and has not seen so far; for the same threads. */
  default Unseen unseen() {
    return new Unseen();
  }

  /** Whether it is a stretch of a longer walk, and others have to do with images behind it. */
  default boolean isFollowed() {
    return false;
  }

  /**
   * What a filter leaves of this walk, which comes across as much.
   *
   * @param filter lazy
   */
  default ImageWalk filtered(UnaryOperator<Iterator<ImageRef>> filter) {
    ImageWalk all = this;
    Iterator<ImageRef> left = filter.apply(all);
    return new ImageWalk() {
      @Override
      public boolean hasNext() {
        return left.hasNext();
      }

      @Override
      public ImageRef next() {
        return left.next();
      }

      @Override
      public WalkCounts counts() {
        return all.counts();
      }

      @Override
      public Unseen unseen() {
        return all.unseen();
      }

      @Override
      public boolean isFollowed() {
        return all.isFollowed();
      }

      @Override
      public void close() throws IOException {
        all.close();
      }
    };
  }

  /** A walk over known images, with nothing to close. */
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
