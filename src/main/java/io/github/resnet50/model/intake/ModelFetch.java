package io.github.resnet50.model.intake;

import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.zoo.FetchListener;
import io.github.resnet50.model.zoo.ZooFetcher;
import io.github.resnet50.model.zoo.ZooSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.commons.io.file.PathUtils;

/**
 * Brings a model of the zoo into the store: fetched, then imported like any other. Once stored it
 * is never asked for again. Processes that want the same model wait for the one that came first.
 */
public final class ModelFetch {
  private final Path landing;
  private final ModelStore store;
  private final ZooFetcher zoo;
  private final ModelImporter importer;

  public ModelFetch(Home home, ModelStore store, ZooFetcher zoo, ModelImporter importer) {
    this.landing = home.root().resolve("zoo");
    this.store = store;
    this.zoo = zoo;
    this.importer = importer;
  }

  /**
   * Makes sure that the store has a model.
   *
   * @param name as the zoo and the store call it
   * @return whether this call brought it
   * @throws ModelException with the reason and the ways out
   */
  public boolean fetch(String name, FetchListener listener) throws ModelException {
    if (store.contains(name)) {
      return false;
    }
    Path landed = landing.resolve(name);
    ZooSource source = zoo.fetch(name, landed, listener);
    try {
      importer.add(request(landed, name, source));
      PathUtils.deleteDirectory(landed);
      return true;
    } catch (ModelException e) {
      if (!store.contains(name)) {
        throw e;
      }
      return false; // another process was quicker
    } catch (IOException e) {
      throw new ModelException("cannot clear " + landed + ": " + e.getMessage(), e);
    }
  }

  private static ImportRequest request(Path landed, String name, ZooSource source) {
    String origin = source.repository() + " " + source.coordinates() + " " + source.artifact();
    return new ImportRequest(
        landed, name, origin, null, null, null, null, null, null, null, null, false, false);
  }

  /** Whether fetching could help: the store lacks it, and a zoo may have it. */
  public static boolean isWorthTrying(ModelStore store, String name) {
    return !store.contains(name) && ZooFetcher.isZooName(name) && !Files.exists(Path.of(name));
  }
}
