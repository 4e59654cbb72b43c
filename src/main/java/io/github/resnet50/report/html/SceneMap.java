package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;
import static io.github.resnet50.basics.Figure.SHARE;

import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** Which class was found where in a scene of which the tiles were classified. */
final class SceneMap {
  /** Classes with a colour of their own; the style sheet has as many. */
  private static final int COLORS = 10;

  private static final String OTHERS = "others";
  private static final String FAILED = "failed";

  /** More would make pages that no browser shows quickly. */
  private static final int MOST_TILES = 10_000;

  private static final int PICTURE = 640;

  private final String name;
  private final int width;
  private final int height;
  private final Supplier<RgbImage> picture;
  private final Map<String, Integer> counts = new LinkedHashMap<>(); // by label
  private final List<Tile> tiles = new ArrayList<>();
  private int failed;

  /**
   * A tile.
   *
   * @param label of its best class; null where it failed
   */
  private record Tile(int x, int y, int width, int height, String label, float probability) {}

  /**
   * @param picture of the scene, small; asked for at the end
   */
  SceneMap(String name, int width, int height, Supplier<RgbImage> picture) {
    this.name = name;
    this.width = width;
    this.height = height;
    this.picture = picture;
  }

  /** Takes the record of a tile. */
  void add(ItemResult result) {
    String x = result.details().text(ImageColumn.X);
    String y = result.details().text(ImageColumn.Y);
    if (result instanceof ItemResult.Failed) {
      failed++;
    }
    if (x == null || y == null || !(result instanceof ItemResult.Predicted tile)) {
      return;
    }
    ItemResult.Prediction best = tile.predictions().get(0);
    counts.merge(best.label(), 1, Integer::sum);
    if (tiles.size() < MOST_TILES) {
      tiles.add(
          new Tile(
              Integer.parseInt(x),
              Integer.parseInt(y),
              tile.width(),
              tile.height(),
              best.label(),
              best.probability()));
    }
  }

  /** What the template shows. */
  record View(
      String name,
      int width,
      int height,
      String about,
      String note,
      Thumbnail picture,
      List<Area> areas,
      List<Entry> legend) {}

  /** A tile in the map; {@code style} is a class of the style sheet. */
  record Area(String style, int x, int y, int width, int height, String title) {}

  /** A line of the legend. */
  record Entry(String style, String label, String count) {}

  View view() {
    List<String> order =
        counts.entrySet().stream()
            .sorted(
                Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .map(Map.Entry::getKey)
            .toList();
    Map<String, String> styles = new LinkedHashMap<>();
    for (int i = 0; i < order.size(); i++) {
      styles.put(order.get(i), i < COLORS ? "m" + i : OTHERS);
    }
    int all = counts.values().stream().mapToInt(Integer::intValue).sum();
    int shown = tiles.size();
    return new View(
        name,
        width,
        height,
        "%s × %s pixels, %s tiles".formatted(COUNT.of(width), COUNT.of(height), COUNT.of(all)),
        shown < all ? "The first %s of them are drawn.".formatted(COUNT.of(shown)) : "",
        Thumbnail.ofSide(picture.get(), PICTURE),
        tiles.stream().map(tile -> area(tile, styles.get(tile.label()))).toList(),
        legend(order, styles, all));
  }

  private static Area area(Tile tile, String style) {
    String title =
        "%s, %s, at %d, %d"
            .formatted(tile.label(), SHARE.of(tile.probability()), tile.x(), tile.y());
    return new Area(style, tile.x(), tile.y(), tile.width(), tile.height(), title);
  }

  private List<Entry> legend(List<String> order, Map<String, String> styles, int all) {
    List<Entry> legend = new ArrayList<>();
    for (String label : order.subList(0, Math.min(COLORS, order.size()))) {
      legend.add(new Entry(styles.get(label), label, count(counts.get(label), all)));
    }
    if (order.size() > COLORS) {
      int rest = order.stream().skip(COLORS).mapToInt(counts::get).sum();
      String label = COUNT.of(order.size() - COLORS) + " other classes";
      legend.add(new Entry(OTHERS, label, count(rest, all)));
    }
    if (failed > 0) {
      legend.add(new Entry(FAILED, "failed", COUNT.of(failed)));
    }
    return legend;
  }

  private static String count(int tiles, int all) {
    return COUNT.of(tiles) + " (" + SHARE.of((double) tiles / all) + ")";
  }
}
