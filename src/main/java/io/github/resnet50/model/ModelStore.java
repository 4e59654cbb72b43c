package io.github.resnet50.model;

import java.nio.file.Files;
import java.nio.file.Path;

/** Finds the model that a user means: a folder, a model of the store, or the built-in one. */
public final class ModelStore {
  private final Home home;

  public ModelStore(Home home) {
    this.home = home;
  }

  /**
   * Finds a model and reads what is written about it.
   *
   * @param nameOrDirectory a SavedModel directory, or the name of a model of the store, or {@code
   *     random}
   * @throws ModelException where there is none, with the ways to get one
   */
  public ModelSpec find(String nameOrDirectory) throws ModelException {
    if (nameOrDirectory.equals(RandomModel.NAME)) {
      return new RandomModel(home.models()).make().read(RandomModel.NAME);
    }
    if (isName(nameOrDirectory)) {
      ModelDirectory stored = new ModelDirectory(home.models().resolve(nameOrDirectory));
      if (stored.isModel()) {
        return stored.read(nameOrDirectory);
      }
    }
    Path path = Path.of(nameOrDirectory);
    if (!nameOrDirectory.isBlank() && Files.isDirectory(path)) {
      Path directory = path.toAbsolutePath().normalize();
      return new ModelDirectory(directory).read(String.valueOf(directory.getFileName()));
    }
    throw new ModelException(
        "no model '"
            + nameOrDirectory
            + "': it is neither a directory nor in the store ("
            + home.models()
            + "); name a SavedModel directory with --model DIR, or take --model random, whose"
            + " weights are random, to try the tool without a model");
  }

  private static boolean isName(String text) {
    return text.matches("[A-Za-z0-9][A-Za-z0-9._-]*");
  }
}
