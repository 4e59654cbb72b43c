package io.github.resnet50.explain;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * Names for what is written about an image, from its path: safe on any file system, readable, and
 * different for different paths. Used by one thread, in walk order.
 */
final class FileNames {
  private static final int LONGEST = 80;

  /** How often a name was given, for paths that come up again. */
  private final Map<String, Integer> given = new HashMap<>();

  /** The beginning of an image's file names. */
  String of(String path) {
    String safe = path.replaceAll("[^A-Za-z0-9.-]+", "_").replaceAll("^[._-]+", "");
    String end = safe.substring(Math.max(0, safe.length() - LONGEST)).replaceAll("^[._-]+", "");
    CRC32 sum = new CRC32();
    sum.update(path.getBytes(StandardCharsets.UTF_8));
    String name = "%s-%08x".formatted(end.isEmpty() ? "image" : end, sum.getValue());
    int times = given.merge(name, 1, Integer::sum);
    return times == 1 ? name : name + "-" + times;
  }
}
