package io.github.resnet50.image.decode;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What of the numbers of a TIFF becomes its colours.
 *
 * @param bands the bands that are red, green and blue, counted from 1, or one that is gray; empty:
 *     what the file declares as its colours
 * @param stretch between which numbers the levels of 0..255 lie; null: as far as the numbers' type
 *     reaches
 */
public record BandChoice(List<Integer> bands, Stretch stretch) {
  /** A TIFF is looked at as any other image. */
  public static final BandChoice AS_DECLARED = new BandChoice(List.of(), null);

  /** More bands than any sensor has. */
  private static final int MOST = 1 << 16;

  /**
   * Percentiles of a band's numbers in all of an image, without 0 and what is no number: the lower
   * becomes black, the upper the brightest.
   */
  public record Stretch(double low, double high) {
    public Stretch {
      if (!(low >= 0 && high <= 100 && low < high)) {
        throw new IllegalArgumentException(
            "expected two percentiles from 0 to 100, the lower first, such as 2,98");
      }
    }
  }

  public BandChoice {
    bands = List.copyOf(bands);
    boolean counted = bands.stream().allMatch(band -> band >= 1 && band <= MOST);
    if (!counted || (bands.size() != 0 && bands.size() != 1 && bands.size() != 3)) {
      throw new IllegalArgumentException(
          "expected one band or three, counted from 1, such as 4,3,2");
    }
  }

  /** Whether a TIFF is looked at as any other image. */
  public boolean isAsDeclared() {
    return bands.isEmpty() && stretch == null;
  }

  /** As the option says it. */
  @Override
  public String toString() {
    return bands.stream().map(String::valueOf).collect(Collectors.joining(","));
  }
}
