package io.github.resnet50.engine;

import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;

/**
 * Memory outside the Java heap that holds a batch as a model takes it, and is filled again and
 * again; for one thread. It goes with the garbage.
 */
public final class InputBuffer {
  private final InputFiller filler;
  private final boolean levels;
  private ByteBuffer memory = ByteBuffer.allocateDirect(0);

  /**
   * @param levels whether the model takes 8-bit levels, not floats
   */
  public InputBuffer(InputFiller filler, boolean levels) {
    this.filler = filler;
    this.levels = levels;
  }

  /**
   * A batch of images of one size.
   *
   * @return bytes or floats, from 0 to their limit; valid until the next call
   */
  public Buffer of(List<byte[]> images) {
    int values = filler.values(images.get(0).length / 3);
    int size = Math.multiplyExact(images.size(), levels ? values : values * Float.BYTES);
    if (memory.capacity() < size) {
      memory = ByteBuffer.allocateDirect(size).order(ByteOrder.nativeOrder());
    }
    memory.clear().limit(size);
    if (levels) {
      images.forEach(image -> filler.fill(image, memory));
      return memory.flip();
    }
    FloatBuffer floats = memory.asFloatBuffer();
    images.forEach(image -> filler.fill(image, floats));
    return floats.flip();
  }
}
