package io.github.resnet50.image.scene;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a scene is cut into square tiles. The last of a row, and the last row, are moved back into
 * the scene, so that all are of the same size; a scene that is smaller than a tile is one.
 *
 * @param side pixels of the scene
 * @param overlap pixels that a tile shares with the one before
 */
public record Tiling(int side, int overlap) {
  private static final int LEAST = 8;
  private static final int MOST = 1 << 15;
  private static final Pattern FORM = Pattern.compile("(\\d{1,6})(?:,(\\d{1,6})(%?))?");

  public Tiling {
    if (side < LEAST || side > MOST) {
      throw new IllegalArgumentException(
          "tiles of %d pixels: expected %d to %d".formatted(side, LEAST, MOST));
    }
    if (overlap < 0 || overlap > side / 2) {
      throw new IllegalArgumentException(
          "an overlap of %d pixels: expected at most half of a tile, %d"
              .formatted(overlap, side / 2));
    }
  }

  /**
   * Reads {@code N}, {@code N,OVERLAP} or {@code N,OVERLAP%}.
   *
   * @throws IllegalArgumentException for anything else, with a message for the user
   */
  public static Tiling parse(String text) {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new IllegalArgumentException(
          "expected the pixels of a side, then perhaps those that tiles share, such as 224, 224,32"
              + " or 224,10%");
    }
    int side = Integer.parseInt(parts.group(1));
    int overlap = parts.group(2) == null ? 0 : Integer.parseInt(parts.group(2));
    boolean isShare = "%".equals(parts.group(3));
    return new Tiling(side, isShare ? (int) Math.round(side * (overlap / 100.0)) : overlap);
  }

  /** Where the tiles along a side of the scene begin. */
  List<Integer> starts(int length) {
    List<Integer> starts = new ArrayList<>();
    int at = 0;
    for (; at + side < length; at += side - overlap) {
      starts.add(at);
    }
    starts.add(Math.max(0, length - side));
    return starts;
  }

  /** As the option says it. */
  @Override
  public String toString() {
    return overlap == 0 ? "" + side : side + "," + overlap;
  }
}
