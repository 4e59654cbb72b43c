package io.github.resnet50.model;

import java.nio.file.Path;
import java.util.Map;

/**
 * The folder in which the program stores everything it makes and downloads: unpacked libraries,
 * models, caches.
 *
 * @param root {@code RESNET50_HOME}, or {@code resnet50} in the user's cache folder
 */
public record Home(Path root) {

  /** Finds the folder from the environment; nothing is created yet. */
  public static Home of(Map<String, String> environment) {
    String explicit = environment.getOrDefault("RESNET50_HOME", "");
    if (!explicit.isEmpty()) {
      return new Home(Path.of(explicit).toAbsolutePath());
    }
    String cache = environment.getOrDefault("XDG_CACHE_HOME", "");
    Path base =
        cache.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(cache);
    return new Home(base.toAbsolutePath().resolve("resnet50"));
  }

  /** Where TensorFlow's libraries are unpacked. */
  public Path natives() {
    return root.resolve("native");
  }

  /** Where models live, one folder each. */
  public Path models() {
    return root.resolve("models");
  }

  /** Where features of images are cached. */
  public Path featureCache() {
    return root.resolve("cache").resolve("features");
  }

  /** Where DJL caches its downloads. */
  public Path djlCache() {
    return root.resolve("djl");
  }
}
