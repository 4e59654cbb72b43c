package io.github.resnet50.model.zoo;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one process at a time fetch a model; the system lets go of it with the process. The empty
 * file stays, because taking it away could split those that wait for it into two groups.
 */
public final class FetchLock implements Closeable {
  private static final long POLL_MILLIS = 100;

  private final FileChannel channel;

  private FetchLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits until the lock is ours; the listener hears of it where that is not at once. */
  public static FetchLock acquire(Path file, FetchListener listener) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      if (tryLock(channel) == null) {
        listener.waiting();
        while (tryLock(channel) == null) {
          Thread.sleep(POLL_MILLIS);
        }
      }
      return new FetchLock(channel);
    } catch (InterruptedException e) {
      channel.close();
      Thread.currentThread().interrupt();
      throw (IOException)
          new InterruptedIOException("interrupted while another process fetches it").initCause(e);
    } catch (IOException e) {
      channel.close();
      throw e;
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null; // another thread of this process has it
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
