package io.github.resnet50.model;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.SafeFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * The folder in which the program stores everything it makes and downloads: unpacked libraries,
 * models, caches.
 *
 * @param root {@code RESNET50_HOME}, or {@code resnet50} in the user's cache folder
 */
public record Home(Path root) {
  private static final String VARIABLE = "RESNET50_HOME";

  /**
   * Finds the folder from the environment; nothing is created yet.
   *
   * @throws ModelException where nothing says which it is, as for a user without a home
   */
  public static Home of(Map<String, String> environment) throws ModelException {
    String explicit = environment.getOrDefault(VARIABLE, "");
    if (!explicit.isEmpty()) {
      return exact(Path.of(explicit).toAbsolutePath());
    }
    Path base =
        absolute(environment.get("XDG_CACHE_HOME"))
            .or(() -> ofUser(environment).map(home -> home.resolve(".cache")))
            .orElseThrow(
                () ->
                    new ModelException(
                        "no folder to keep models in: this user has no home folder, and HOME is not"
                            + " set; set "
                            + VARIABLE
                            + " to a folder that can be written"));
    return exact(base.resolve("resnet50"));
  }

  /** Java loses names that are no text, and would make a folder of another. */
  private static Home exact(Path root) throws ModelException {
    if (!FileNames.isExact(root.toString())) {
      throw new ModelException(
          "the name of the folder to keep models in is not UTF-8: set " + VARIABLE + " to another");
    }
    return new Home(root);
  }

  /**
   * The user's own folder: {@code HOME}, else what the system says of the user, which knows nothing
   * of one without an entry in its list.
   */
  public static Optional<Path> ofUser(Map<String, String> environment) {
    return absolute(environment.get("HOME"))
        .or(() -> absolute(System.getProperty("user.home")).filter(Files::isDirectory));
  }

  /** A folder named by a variable or property; what is not absolute means nothing. */
  public static Optional<Path> absolute(String value) {
    return Optional.ofNullable(value)
        .filter(text -> !text.isEmpty())
        .map(Path::of)
        .filter(Path::isAbsolute);
  }

  /**
   * Makes sure, before any work is done for it, that something can be stored.
   *
   * @param folder of this home; made where it is missing
   * @throws ModelException where nothing can
   */
  public void requireWritable(Path folder) throws ModelException {
    try {
      SafeFiles.requireWritable(folder);
    } catch (IOException e) {
      throw unwritable(folder, e);
    }
  }

  /** That nothing can be stored in a folder of a home. */
  public static ModelException unwritable(Path folder, IOException e) {
    return new ModelException(
        "cannot write to "
            + folder
            + ": "
            + SafeFiles.reason(e)
            + " ("
            + VARIABLE
            + " names another folder)",
        e);
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
