package io.github.resnet50.image.walk;

import io.github.resnet50.image.PassedOver;
import io.github.resnet50.image.PassedOver.Count;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.PassedOver.WithoutSuffix;
import io.github.resnet50.image.walk.OtherImages.Content;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;

/** Counts what a walk passes over, in little memory however much that is. For one thread. */
public final class WalkCounter {
  private static final int MOST_SUFFIXES = 64;
  private static final String OTHERS = "*";

  private final Map<Reason, Count> reasons = new EnumMap<>(Reason.class);
  private final Map<String, Long> suffixes = new HashMap<>();
  private final Map<String, Long> systemFolders = new HashMap<>();
  private WithoutSuffix withoutSuffix = WithoutSuffix.NONE;

  /**
   * Counts a file.
   *
   * @param photograph whether it looks like one, and would be one that the user misses
   */
  public void file(Reason reason, boolean photograph) {
    add(reason, new Count(1, photograph ? 1 : 0, 0, 0));
  }

  /**
   * Counts a folder.
   *
   * @param images whether it may well hold images that the user misses
   */
  public void folder(Reason reason, boolean images) {
    add(reason, new Count(0, 0, 1, images ? 1 : 0));
  }

  /** Counts a file or folder of {@link SystemNames}. */
  public void system(String name) {
    if (SystemNames.isFile(name)) {
      file(Reason.SYSTEM, false);
      return;
    }
    folder(Reason.SYSTEM, false);
    String key = name.startsWith(".Trash-") ? ".Trash" : name;
    systemFolders.merge(key, 1L, Long::sum);
  }

  /** Counts a file that is passed over for its name, and that is not to be looked into. */
  public void suffixOf(String name) {
    String suffix = OtherImages.suffix(name);
    if (suffix.isEmpty()) {
      withoutSuffix(null);
    } else {
      suffix(suffix);
    }
  }

  void suffix(String suffix) {
    file(Reason.SUFFIX, OtherImages.isKnown(suffix));
    addSuffix(suffix, 1);
  }

  private void addSuffix(String suffix, long count) {
    boolean isKept =
        suffix.isEmpty()
            || OtherImages.isKnown(suffix)
            || suffixes.containsKey(suffix)
            || suffixes.size() < MOST_SUFFIXES;
    suffixes.merge(isKept ? suffix : OTHERS, count, Long::sum);
  }

  /**
   * Counts a file that has no suffix.
   *
   * @param content what it is; null where it was not read
   */
  void withoutSuffix(Content content) {
    boolean image = content == Content.IMAGE;
    boolean otherImage = content == Content.OTHER_IMAGE;
    file(Reason.SUFFIX, image || otherImage);
    addSuffix("", 1);
    withoutSuffix =
        withoutSuffix.plus(
            new WithoutSuffix(image ? 1 : 0, otherImage ? 1 : 0, content == null ? 1 : 0));
  }

  /** Counts what another has counted. */
  void add(PassedOver other) {
    other.reasons().forEach(this::add);
    other.suffixes().forEach(this::addSuffix);
    other.systemFolders().forEach((name, count) -> systemFolders.merge(name, count, Long::sum));
    withoutSuffix = withoutSuffix.plus(other.withoutSuffix());
  }

  /** What two have counted, together. */
  static PassedOver sum(PassedOver one, PassedOver other) {
    if (other.isNothing()) {
      return one;
    }
    WalkCounter both = new WalkCounter();
    both.add(one);
    both.add(other);
    return both.counted();
  }

  private void add(Reason reason, Count count) {
    reasons.merge(reason, count, Count::plus);
  }

  /** What has been counted so far. */
  public PassedOver counted() {
    if (reasons.isEmpty()) {
      return PassedOver.NOTHING;
    }
    return new PassedOver(
        reasons.values().stream().mapToLong(Count::photographs).sum(),
        reasons,
        suffixes,
        systemFolders,
        withoutSuffix);
  }
}
