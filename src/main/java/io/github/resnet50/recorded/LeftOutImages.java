package io.github.resnet50.recorded;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.Text;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Images with which nothing is done: how many for each reason, and the first of them. */
public final class LeftOutImages<R extends Enum<R> & LeftOutImages.Reason> {
  private final Map<R, Images> images;

  /** Why an image is left out. */
  public interface Reason {
    /** For people, behind a number. */
    String words();

    /** Whether somebody who wanted all images would miss it. */
    boolean isTrouble();
  }

  private record Images(long count, String first) {
    Images plus(Images more) {
      return new Images(count + more.count, first);
    }
  }

  /**
   * @param reasons those that there are
   */
  public LeftOutImages(Class<R> reasons) {
    this.images = new EnumMap<>(reasons);
  }

  /** One is left out. */
  public void add(R why, String name) {
    images.merge(why, new Images(1, name), Images::plus);
  }

  /** How many are, for whatever reason. */
  public long count() {
    return images.values().stream().mapToLong(Images::count).sum();
  }

  /** How many are for a reason. */
  public long count(R why) {
    return images.containsKey(why) ? images.get(why).count() : 0;
  }

  /** The first of these; empty where there is none. */
  public String first(R why) {
    return images.containsKey(why) ? images.get(why).first() : "";
  }

  /** How many somebody would miss. */
  public long troubles() {
    return images.keySet().stream().filter(Reason::isTrouble).mapToLong(this::count).sum();
  }

  /** The first of these, and why; empty where there is none. */
  public String firstTrouble() {
    return images.entrySet().stream()
        .filter(entry -> entry.getKey().isTrouble())
        .findFirst()
        .map(entry -> entry.getValue().first() + ": " + entry.getKey().words())
        .orElse("");
  }

  /** A line for each reason. */
  public List<String> lines() {
    return images.entrySet().stream()
        .map(
            entry ->
                "left out: %s %s: %s"
                    .formatted(
                        Figure.COUNT.of(entry.getValue().count()),
                        entry.getKey().words(),
                        Text.escape(entry.getValue().first())))
        .toList();
  }
}
