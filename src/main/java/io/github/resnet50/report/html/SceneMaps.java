package io.github.resnet50.report.html;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The maps of a run's first scenes. */
final class SceneMaps {
  private static final int MOST = 12;

  private final Map<String, SceneMap> maps = new LinkedHashMap<>();

  /** A scene of which tiles are classified; again for each of them. */
  void scene(String name, int width, int height, Supplier<RgbImage> picture) {
    if (maps.size() < MOST) {
      maps.computeIfAbsent(name, unseen -> new SceneMap(unseen, width, height, picture));
    }
  }

  /** Takes any record. */
  void add(ItemResult result) {
    SceneMap map = maps.get(result.name());
    if (map != null) {
      map.add(result);
    }
  }

  /** Null where there is none. */
  List<SceneMap.View> view() {
    return maps.isEmpty() ? null : maps.values().stream().map(SceneMap::view).toList();
  }
}
