package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which page of a TIFF is its picture: the first that is neither a reduced copy of another nor a
 * mask.
 */
final class TiffPages {
  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int SUBFILE_TYPE = 255;
  private static final int BELOW = 330;

  private static final int REDUCED_OR_MASK = 1 | 4;
  private static final int OLD_REDUCED = 2;

  /** Longer chains are nobody's pages. */
  private static final int MOST_PAGES = 1000;

  /** Pages below the first are thumbnails and the like. */
  private static final int MOST_BELOW = 64;

  private TiffPages() {}

  /**
   * The page's directory.
   *
   * @throws ImageException where there is none
   */
  static TiffDirectory choose(ImageBytes bytes) throws ImageException {
    TiffDirectory first;
    try {
      first = TiffDirectory.first(bytes);
    } catch (IOException e) {
      throw new ImageException(
          Kind.TRUNCATED, "TIFF without a directory: " + ImageDecoder.reason(e), e);
    }
    return picture(first, below(first));
  }

  /** The first page, its picture's, and those below the first. */
  static List<TiffDirectory> ofCamera(TiffDirectory first) {
    List<TiffDirectory> below = below(first);
    List<TiffDirectory> pages = new ArrayList<>(List.of(first, picture(first, below)));
    pages.addAll(below);
    return pages;
  }

  private static TiffDirectory picture(TiffDirectory first, List<TiffDirectory> below) {
    return isPicture(first)
        ? first
        : following(first)
            .or(() -> below.stream().filter(TiffPages::isPicture).findFirst())
            .orElse(first);
  }

  private static Optional<TiffDirectory> following(TiffDirectory first) {
    Set<Long> seen = new HashSet<>();
    TiffDirectory page = first;
    while (page.next() != 0 && seen.add(page.next()) && seen.size() < MOST_PAGES) {
      try {
        page = page.at(page.next());
      } catch (IOException e) {
        break;
      }
      if (isPicture(page)) {
        return Optional.of(page);
      }
    }
    return Optional.empty();
  }

  /** The pages that hang below the first, as cameras store them. */
  private static List<TiffDirectory> below(TiffDirectory first) {
    List<TiffDirectory> pages = new ArrayList<>();
    long[] starts = first.numbers(BELOW);
    for (int i = 0; i < Math.min(starts.length, MOST_BELOW); i++) {
      try {
        pages.add(first.at(starts[i]));
      } catch (IOException e) {
        // Another may be sound.
      }
    }
    return pages;
  }

  private static boolean isPicture(TiffDirectory page) {
    return (page.number(NEW_SUBFILE_TYPE, 0) & REDUCED_OR_MASK) == 0
        && page.number(SUBFILE_TYPE, 0) != OLD_REDUCED;
  }
}
