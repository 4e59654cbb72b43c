package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which page of a TIFF is its picture: the first that is neither a reduced copy of another nor a
 * mask.
 */
final class TiffPages {
  private static final int NEW_SUBFILE_TYPE = 254;
  private static final int SUBFILE_TYPE = 255;
  private static final int MAKE = 271;
  private static final int BELOW = 330;
  private static final int DNG_VERSION = 50706;

  /** Where Canon's raw files say what they are. */
  private static final int CANON = 8;

  private static final int REDUCED_OR_MASK = 1 | 4;
  private static final int OLD_REDUCED = 2;
  private static final Set<Long> RAW_COLORS = Set.of(32803L, 34892L);

  /** Longer chains are nobody's pages. */
  private static final int MOST_PAGES = 1000;

  /** Pages below the first are thumbnails and the like. */
  private static final int MOST_BELOW = 64;

  /** What the makers of cameras call their TIFFs. */
  private static final Map<String, String> RAW_KINDS =
      Map.of(
          "canon", "CR2",
          "nikon", "NEF",
          "sony", "ARW",
          "pentax", "PEF",
          "ricoh", "PEF",
          "samsung", "SRW",
          "hasselblad", "3FR",
          "phase", "IIQ",
          "epson", "ERF",
          "kodak", "DCR");

  private TiffPages() {}

  /**
   * The page's directory.
   *
   * @throws ImageException where there is none, or the picture is what a camera's sensor measured
   */
  static TiffDirectory choose(byte[] bytes) throws ImageException {
    TiffDirectory first;
    try {
      first = TiffDirectory.first(bytes);
    } catch (IOException e) {
      throw new ImageException(
          Kind.TRUNCATED, "TIFF without a directory: " + ImageDecoder.reason(e), e);
    }
    if (first.has(DNG_VERSION)) {
      throw raw("DNG");
    }
    if (bytes.length > CANON + 1 && bytes[CANON] == 'C' && bytes[CANON + 1] == 'R') {
      throw raw("CR2");
    }
    List<TiffDirectory> below = below(first);
    TiffDirectory chosen =
        isPicture(first)
            ? first
            : following(first)
                .or(() -> below.stream().filter(TiffPages::isPicture).findFirst())
                .orElse(first);
    if (isRaw(chosen) || below.stream().anyMatch(TiffPages::isRaw)) {
      throw raw(kindOf(first.text(MAKE)));
    }
    return chosen;
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
    for (long start : first.numbers(BELOW)) {
      try {
        pages.add(first.at(start));
      } catch (IOException e) {
        // Another may be sound.
      }
      if (pages.size() == MOST_BELOW) {
        break;
      }
    }
    return pages;
  }

  private static boolean isRaw(TiffDirectory page) {
    return RAW_COLORS.contains(page.number(TiffSamples.PHOTOMETRIC, 0));
  }

  private static boolean isPicture(TiffDirectory page) {
    return (page.number(NEW_SUBFILE_TYPE, 0) & REDUCED_OR_MASK) == 0
        && page.number(SUBFILE_TYPE, 0) != OLD_REDUCED;
  }

  private static String kindOf(String make) {
    String[] words = make.toLowerCase(Locale.ROOT).split("\\s", -1);
    return RAW_KINDS.getOrDefault(words[0], "TIFF/EP");
  }

  private static ImageException raw(String kind) {
    return new ImageException(
        Kind.UNSUPPORTED, "a camera's raw picture (" + kind + "), which has to be developed first");
  }
}
