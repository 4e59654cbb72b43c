package io.github.resnet50.spark;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.archive.OpenArchives;
import io.github.resnet50.image.walk.ImageWalk;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * What one task does: whole batches of the walk, one after the other.
 *
 * @param first the index of its first image in the whole walk
 * @param isLast whether it has the walk's last
 */
record Slice(long first, List<Block> blocks, boolean isLast) {

  Slice {
    blocks = List.copyOf(blocks);
  }

  long images() {
    return blocks.stream().mapToLong(Block::images).sum();
  }

  /** Its images in walk order, a block in memory at a time. */
  ImageWalk refs(Places places, Configuration configuration) {
    return new SliceWalk(places, configuration);
  }

  private final class SliceWalk extends Lookahead<ImageRef> implements ImageWalk {
    private final Places places;
    private final Configuration configuration;
    private final OpenArchives archives = new OpenArchives();
    private final Iterator<Block> rest = blocks.iterator();
    private long next = first;
    private Iterator<ImageRef> block = List.<ImageRef>of().iterator();

    SliceWalk(Places places, Configuration configuration) {
      this.places = places;
      this.configuration = configuration;
    }

    @Override
    protected ImageRef advance() {
      while (!block.hasNext() && rest.hasNext()) {
        Block packed = rest.next();
        block = packed.refs(next, places, configuration, archives).iterator();
        next += packed.images();
      }
      return block.hasNext() ? block.next() : null;
    }

    @Override
    public boolean isFollowed() {
      return !isLast;
    }

    @Override
    public void close() {}
  }

  /** For the way to an executor: bytes are the same to whatever serializer a cluster has. */
  byte[] toBytes() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeLong(first);
      out.writeBoolean(isLast);
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
      boolean isLast = in.readBoolean();
      int count = in.readInt();
      List<Block> blocks = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        int images = in.readInt();
        blocks.add(new Block(images, in.readNBytes(in.readInt())));
      }
      return new Slice(first, blocks, isLast);
    } catch (IOException e) {
      throw new IllegalStateException("a slice that was not written here", e);
    }
  }

  /**
   * Some whole batches of the walk, compressed: the driver holds all of them at once, and names of
   * files in one folder are much alike.
   *
   * @param images how many paths there are in it
   * @param packed the paths and what is known against them
   */
  @SuppressWarnings("ArrayRecordComponent") // passed on, never compared
  record Block(int images, byte[] packed) {
    static Block of(List<ImageRef> refs) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      Deflater deflater = new Deflater(Deflater.BEST_SPEED, true);
      try (DataOutputStream out =
          new DataOutputStream(new DeflaterOutputStream(bytes, deflater, 1 << 12))) {
        for (ImageRef ref : refs) {
          write(out, ref.name());
          write(out, ref.problem() == null ? "" : ref.problem().kind().name());
          if (ref.problem() != null) {
            write(out, ref.problem().message());
          }
        }
      } catch (IOException e) {
        throw new IllegalStateException("memory takes everything", e);
      } finally {
        deflater.end();
      }
      return new Block(refs.size(), bytes.toByteArray());
    }

    /**
     * The images again; where they are to be read follows from their names alone.
     *
     * @param first the index of the first of them in the whole walk
     * @param archives the same for all blocks
     */
    List<ImageRef> refs(
        long first, Places places, Configuration configuration, OpenArchives archives) {
      List<ImageRef> refs = new ArrayList<>(images);
      try (DataInputStream in =
          new DataInputStream(
              new InflaterInputStream(new ByteArrayInputStream(packed), new Inflater(true)))) {
        for (int i = 0; i < images; i++) {
          String name = read(in);
          String kind = read(in);
          ImageFailure problem =
              kind.isEmpty() ? null : new ImageFailure(ImageFailure.Kind.valueOf(kind), read(in));
          refs.add(places.image(first + i, name, problem, configuration, archives));
        }
      } catch (IOException e) {
        throw new IllegalStateException("a block that was not packed here", e);
      }
      return refs;
    }

    private static void write(DataOutputStream out, String text) throws IOException {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      out.writeInt(bytes.length);
      out.write(bytes);
    }

    private static String read(DataInputStream in) throws IOException {
      return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
    }
  }
}
