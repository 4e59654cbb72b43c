package io.github.resnet50.basics;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Reads that are complete or fail. */
public final class WholeReads {
  private WholeReads() {}

  /** Fills a buffer from a place in a file, and flips it. */
  public static void fill(FileChannel channel, long from, ByteBuffer target) throws IOException {
    long at = from;
    while (target.hasRemaining()) {
      int count = channel.read(target, at);
      if (count < 0) {
        throw new EOFException("the file became shorter while it was read");
      }
      at += count;
    }
    target.flip();
  }
}
