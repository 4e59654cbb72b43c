package io.github.resnet50.spark;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.walk.NamedPath;
import io.github.resnet50.run.ImageSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Iterator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.functional.FutureIO;

/** A task's images, from local files or through Hadoop: one file a thread in memory at a time. */
final class HadoopImages implements ImageSource {
  /** What a Java array holds. */
  private static final long MAX_BYTES = Integer.MAX_VALUE - 16;

  private final Slice slice;
  private final Places places;
  private final Configuration configuration;

  HadoopImages(Slice slice, Places places, Configuration configuration) {
    this.slice = slice;
    this.places = places;
    this.configuration = configuration;
  }

  @Override
  public Iterator<ImageRef> open() {
    return slice.refs();
  }

  @Override
  public byte[] read(ImageRef ref) throws ImageException {
    if (places.isLocal(ref.name())) {
      NamedPath local = places.local(ref.name());
      if (local.problem() != null) {
        throw new ImageException(local.problem().kind(), local.problem().message());
      }
      return ImageBytes.read(local.path());
    }
    try {
      Path path = new Path(ref.name());
      FileSystem files = path.getFileSystem(configuration);
      FileStatus status = files.getFileStatus(path);
      if (status.isDirectory()) {
        throw new ImageException(Kind.NOT_A_FILE, "is a directory");
      }
      if (status.getLen() > MAX_BYTES) {
        throw new ImageException(Kind.TOO_LARGE, status.getLen() + " bytes; the most is 2 GiB");
      }
      byte[] bytes = new byte[(int) status.getLen()];
      // With its status in hand a store is not asked for it again.
      try (FSDataInputStream in =
          FutureIO.awaitFuture(files.openFile(path).withFileStatus(status).build())) {
        in.readFully(bytes);
      }
      return bytes;
    } catch (FileNotFoundException e) {
      throw new ImageException(Kind.NOT_FOUND, "no such file", e);
    } catch (AccessControlException e) {
      throw new ImageException(Kind.UNREADABLE, "permission denied", e);
    } catch (IOException | IllegalArgumentException e) {
      throw new ImageException(Kind.UNREADABLE, "cannot be read: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "the file does not fit into memory", e);
    }
  }

  @Override
  public void close() {}
}
