package io.github.resnet50.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files as bad disks, broken transfers and bad people do; the same for the same seed. */
final class Mutator {
  /** Lengths and sizes that programs count wrong with. */
  private static final int[] EXTREMES = {
    0, 1, -1, Integer.MAX_VALUE, Integer.MIN_VALUE, 0x7fff, 0xffff, 0x10000, 0x00ffffff
  };

  private static final int HEADER = 200;

  private final List<byte[]> originals;
  private final Random random;

  Mutator(List<byte[]> originals, long seed) {
    this.originals = List.copyOf(originals);
    this.random = new Random(seed);
  }

  /** One more damaged file, of one to three kinds of damage. */
  byte[] next() {
    byte[] file = any().clone();
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      file = damage(file);
    }
    return file;
  }

  private byte[] any() {
    return originals.get(random.nextInt(originals.size()));
  }

  private byte[] damage(byte[] file) {
    if (file.length < 16) {
      return any().clone();
    }
    return switch (random.nextInt(7)) {
      case 0 -> flipBits(file);
      case 1 -> Arrays.copyOf(file, random.nextInt(file.length)); // cut
      case 2 -> splice(file, any());
      case 3 -> wrongLength(file);
      case 4 -> repeatPart(file);
      case 5 -> erase(file);
      default -> Arrays.copyOf(file, file.length + random.nextInt(4096)); // zeros behind
    };
  }

  private byte[] flipBits(byte[] file) {
    for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
      file[place(file)] ^= (byte) (1 << random.nextInt(8));
    }
    return file;
  }

  /** The head of one file on the body of another. */
  private byte[] splice(byte[] body, byte[] head) {
    int cut = random.nextInt(Math.min(HEADER, Math.min(body.length, head.length)));
    byte[] spliced = body.clone();
    System.arraycopy(head, 0, spliced, 0, cut);
    return spliced;
  }

  /** Two or four bytes, in either order, that say something far from the truth. */
  private byte[] wrongLength(byte[] file) {
    int value = EXTREMES[random.nextInt(EXTREMES.length)];
    int bytes = random.nextBoolean() ? 2 : 4;
    boolean bigEndian = random.nextBoolean();
    int at = Math.min(place(file), file.length - 4);
    for (int i = 0; i < bytes; i++) {
      file[at + i] = (byte) (value >>> (8 * (bigEndian ? bytes - 1 - i : i)));
    }
    return file;
  }

  /** A part once more behind itself: a header twice, a chunk twice. */
  private byte[] repeatPart(byte[] file) {
    int from = place(file);
    int length = Math.min(file.length - from, 1 + random.nextInt(512));
    List<byte[]> parts = new ArrayList<>();
    parts.add(Arrays.copyOf(file, from + length));
    parts.add(Arrays.copyOfRange(file, from, file.length));
    byte[] longer = new byte[file.length + length];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, longer, at, part.length);
      at += part.length;
    }
    return longer;
  }

  private byte[] erase(byte[] file) {
    int from = place(file);
    byte with = (byte) (random.nextBoolean() ? 0 : 0xff);
    Arrays.fill(file, from, Math.min(file.length, from + 1 + random.nextInt(64)), with);
    return file;
  }

  /** Mostly in the header, where damage is worst. */
  private int place(byte[] file) {
    return random.nextInt(random.nextBoolean() ? Math.min(HEADER, file.length) : file.length);
  }
}
