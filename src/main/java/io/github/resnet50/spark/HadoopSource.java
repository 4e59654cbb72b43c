package io.github.resnet50.spark;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.ImageSource;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.apache.hadoop.util.functional.FutureIO;

/**
 * An image of a Hadoop file system or object store.
 *
 * @param name its path, which need not be one that can exist
 */
record HadoopSource(String name, Configuration configuration) implements ImageSource {
  @Override
  public byte[] read() throws ImageException {
    try {
      Path path = new Path(name);
      FileSystem files = path.getFileSystem(configuration);
      FileStatus status = files.getFileStatus(path);
      if (status.isDirectory()) {
        throw new ImageException(Kind.NOT_A_FILE, "is a directory");
      }
      ImageSource.requireArray(status.getLen());
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

  /** Its size in bytes and its modification time in milliseconds. */
  @Override
  public String state() {
    try {
      Path path = new Path(name);
      FileStatus status = path.getFileSystem(configuration).getFileStatus(path);
      return status.getLen() + " " + status.getModificationTime();
    } catch (IOException | IllegalArgumentException e) {
      return "unreadable";
    }
  }
}
