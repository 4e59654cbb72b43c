package io.github.resnet50.spark;

import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.apache.hadoop.conf.Configuration;

/**
 * Some whole windows of the walk, compressed: the driver holds all of them at once, and names of
 * files in one folder are much alike.
 *
 * @param images how many paths there are in it
 * @param packed the paths and what is known against them
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, compared by nobody
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
   * The images again; where they are to be read is told by their names alone.
   *
   * @param first the index of the first of them in the whole walk
   */
  List<ImageRef> refs(long first, Places places, Configuration configuration) {
    List<ImageRef> refs = new ArrayList<>(images);
    try (DataInputStream in =
        new DataInputStream(
            new InflaterInputStream(new ByteArrayInputStream(packed), new Inflater(true)))) {
      for (int i = 0; i < images; i++) {
        String name = read(in);
        String kind = read(in);
        ImageFailure problem =
            kind.isEmpty() ? null : new ImageFailure(ImageFailure.Kind.valueOf(kind), read(in));
        refs.add(places.image(first + i, name, problem, configuration));
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
