package io.github.resnet50.spark;

import io.github.resnet50.image.ImageRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;

/**
 * What one task does: whole windows of the walk, one after the other.
 *
 * @param first the index of its first image in the whole walk
 */
record Slice(long first, List<Block> blocks) {

  Slice {
    blocks = List.copyOf(blocks);
  }

  long images() {
    return blocks.stream().mapToLong(Block::images).sum();
  }

  /** Its images in walk order, a block in memory at a time. */
  Iterator<ImageRef> refs(Places places, Configuration configuration) {
    Iterator<Block> rest = blocks.iterator();
    return new Iterator<>() {
      private long next = first;
      private Iterator<ImageRef> block = List.<ImageRef>of().iterator();

      @Override
      public boolean hasNext() {
        while (!block.hasNext() && rest.hasNext()) {
          Block packed = rest.next();
          block = packed.refs(next, places, configuration).iterator();
          next += packed.images();
        }
        return block.hasNext();
      }

      @Override
      public ImageRef next() {
        if (!hasNext()) {
          throw new NoSuchElementException();
        }
        return block.next();
      }
    };
  }

  /** For the way to an executor: bytes are the same to whatever serializer a cluster has. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(first);
      out.writeInt(blocks.size());
      for (Block block : blocks) {
        out.writeInt(block.images());
        out.writeInt(block.packed().length);
        out.write(block.packed());
      }
    } catch (IOException e) {
      throw new IllegalStateException("memory takes everything", e);
    }
    return bytes.toByteArray();
  }

  static Slice of(byte[] bytes) {
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(bytes))) {
      long first = in.readLong();
      int count = in.readInt();
      List<Block> blocks = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int images = in.readInt();
        blocks.add(new Block(images, in.readNBytes(in.readInt())));
      }
      return new Slice(first, blocks);
    } catch (IOException e) {
      throw new IllegalStateException("a slice that was not written here", e);
    }
  }
}
