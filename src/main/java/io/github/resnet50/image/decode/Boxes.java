package io.github.resnet50.image.decode;

import static io.github.resnet50.image.decode.Bytes.i32be;

import io.github.resnet50.image.Orientation;
import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;

/** Finds a box among others (ISO/IEC 14496-12). */
final class Boxes {
  private static final int HEAD = 8;
  private static final int MOVIE = 0x6d6f6f76;
  private static final int OWN = 0x75756964;
  private static final int CANONS_TAGS = 0x434d5431;

  /** Bytes of the identifier with which a maker's own box begins. */
  private static final int IDENTIFIER = 16;

  private Boxes() {}

  /** The content of a box, {@code [from, to)}. */
  private record Content(int from, int to) {}

  /** The orientation that a CR3 has in its first block of tags, where it says one. */
  static Optional<Orientation> orientationOfCr3(byte[] file) {
    return find(file, new Content(0, file.length), MOVIE)
        .flatMap(movie -> find(file, movie, OWN))
        .flatMap(own -> find(file, new Content(own.from() + IDENTIFIER, own.to()), CANONS_TAGS))
        .flatMap(tags -> orientation(Arrays.copyOfRange(file, tags.from(), tags.to())));
  }

  private static Optional<Orientation> orientation(byte[] tags) {
    try {
      return TiffDirectory.first(tags).givenOrientation();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** The first box of a name within another. */
  private static Optional<Content> find(byte[] file, Content within, int name) {
    int at = within.from();
    while (at + HEAD <= within.to()) {
      int length = i32be(file, at);
      if (length < HEAD || length > within.to() - at) {
        return Optional.empty(); // one that reaches to the end is data, or it is damaged
      }
      if (i32be(file, at + 4) == name) {
        return Optional.of(new Content(at + HEAD, at + length));
      }
      at += length;
    }
    return Optional.empty();
  }
}
