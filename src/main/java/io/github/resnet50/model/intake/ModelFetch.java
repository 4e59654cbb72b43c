package io.github.resnet50.model.intake;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.intake.ImportRequest.Origin;
import io.github.resnet50.model.store.ModelStore;
import io.github.resnet50.model.zoo.ZooFetcher;
import io.github.resnet50.model.zoo.ZooModel;
import io.github.resnet50.model.zoo.ZooSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.apache.commons.io.FileUtils;

/**
 * Brings a model of the zoo into the store: fetched, then imported like any other. A stored model
 * is never fetched again. Processes that need the same model wait for the first one.
 */
public final class ModelFetch {
  private final Path landing;
  private final ModelStore store;
  private final ZooFetcher zoo;
  private final ModelImporter importer;
  private final boolean trusted;

  /**
   * @param trusted whether a model may hold operations outside the allow-list
   */
  public ModelFetch(
      Home home, ModelStore store, ZooFetcher zoo, ModelImporter importer, boolean trusted) {
    this.trusted = trusted;
    this.landing = home.root().resolve("zoo");
    this.store = store;
    this.zoo = zoo;
    this.importer = importer;
  }

  /**
   * Makes sure that the store has a model.
   *
   * @param name as the zoo and the store call it
   * @return whether this call fetched it
   * @throws ModelException with the reason and what to do
   */
  public boolean fetch(String name, ZooFetcher.FetchListener listener) throws ModelException {
    if (store.contains(name)) {
      return false;
    }
    zoo.listed(name); // else it is no name of the zoo: it is used as a file name from here on
    store.requireWritable();
    try {
      Files.createDirectories(landing);
      // A separate lock: the fetcher's is released before the model is imported.
      return SafeFiles.locked(
          landing.resolve("." + name + ".import.lock"),
          listener::waiting,
          () -> fetchAlone(name, listener));
    } catch (IOException e) {
      throw new ModelException(
          "cannot fetch " + name + " to " + landing + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  private boolean fetchAlone(String name, ZooFetcher.FetchListener listener)
      throws ModelException, IOException {
    if (store.contains(name)) {
      return false; // another process was faster
    }
    Path landed = landing.resolve(name);
    try {
      Optional<ZooModel> listed = zoo.listed(name);
      importer.add(request(landed, listed, zoo.fetch(name, landed, listener)));
      return true;
    } finally {
      // Also if importing failed: otherwise the rest would be treated as the zoo's model forever.
      FileUtils.deleteQuietly(landed.toFile());
    }
  }

  private ImportRequest request(Path landed, Optional<ZooModel> listed, ZooSource source) {
    Optional<ZooModel> weights = listed.filter(model -> !model.isOfDjl());
    Origin origin =
        weights.isPresent()
            ? new Origin(source.address(), new PublishedFacts(weights.get(), source).json())
            : new Origin(
                source.repository() + " " + source.coordinates() + " " + source.artifact(), null);
    ImportRequest request = ImportRequest.of(landed).from(origin, source.name()).trusting(trusted);
    Optional<Integer> resize = weights.map(model -> model.files().resize());
    return resize.isPresent()
        ? request.shown(weights.get().published().top1().input(), resize.get())
        : request;
  }

  /**
   * Whether fetching may help: the store lacks the model, a zoo may have it, and the name does not
   * mean a directory.
   */
  public static boolean isWorthTrying(ModelStore store, String name) {
    return !store.contains(name) && ZooFetcher.isZooName(name) && !ModelStore.meansDirectory(name);
  }
}
