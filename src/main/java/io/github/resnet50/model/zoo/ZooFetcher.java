package io.github.resnet50.model.zoo;

import ai.djl.repository.Artifact;
import ai.djl.util.Progress;
import ai.djl.util.Utils;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.model.DjlSettings;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.zoo.ZooLink.Timeouts;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Downloads models of a zoo into directories given by the caller.
 *
 * <p>For a target {@code models/resnet50} the folder {@code models/.resnet50.fetch} holds the
 * download, on the same disk, and {@code models/.resnet50.lock} keeps other processes out. After a
 * failure the folder contains only what a later attempt can resume from; after a success it is
 * deleted.
 */
public final class ZooFetcher {
  private static final String WAYS_OUT =
      "; other ways: import a SavedModel or its archive (resnet50 models import), name a directory"
          + " (--model DIR), copy RESNET50_HOME from a machine that has the model, set "
          + ZooLocation.SETTING
          + " to a copy of the zoo, or try the tool with random weights (--model random)";

  private static final String WAYS_OUT_OF_WEIGHTS =
      "; other ways: download %s and %s of that model by any means into a folder and import it"
          + " (resnet50 models import DIR --name %s), copy RESNET50_HOME from a machine that has"
          + " the model, or set "
          + ZooLocation.SETTING
          + " to a mirror with Hugging Face's paths";

  /** Follows a fetch, on the thread that fetches. */
  public interface FetchListener {

    /** Another process fetches the same model, and this one waits for it; called once. */
    default void waiting() {}

    /**
     * Bytes were received.
     *
     * @param done bytes of this model received so far, those of an earlier attempt included;
     *     smaller than before where a transfer starts again
     * @param total bytes to get, as the zoo's metadata says
     */
    void progress(long done, long total);
  }

  /** An artifact of a repository, unpacked or still to be fetched. */
  private record Located(ZooRepository repository, Artifact artifact) {}

  /** Puts the files of a model into a folder that it makes below the one to work in. */
  private interface Publisher {
    ZooSource fill(Path model, Path work) throws IOException;
  }

  /**
   * The places to fetch from.
   *
   * @param djl DJL's zoo
   * @param weights a repository in the layout of Hugging Face
   * @param list which models there are
   */
  public record Places(ZooLocation djl, ZooLocation weights, ZooList list) {
    /**
     * As the user's settings say, and else the publishers' own.
     *
     * @throws ModelException if a setting is neither a supported URL nor a folder
     */
    public static Places of(Map<String, String> environment) throws ModelException {
      return new Places(
          ZooLocation.of(environment), ZooLocation.ofWeights(environment), ZooList.builtIn());
    }
  }

  private final Places places;
  private final ZooLocation zoo;
  private final Timeouts timeouts;
  private final Path djlCache;

  ZooFetcher(Places places, Timeouts timeouts, Path djlCache) {
    this.places = places;
    this.zoo = places.djl();
    this.timeouts = timeouts;
    this.djlCache = djlCache;
  }

  /**
   * @param home the place of DJL's cache unless the user sets another; applied before DJL runs
   */
  public static ZooFetcher of(Home home, Places places) {
    new DjlSettings(home).apply();
    return new ZooFetcher(
        places, Timeouts.DEFAULT, Utils.getCacheDir().resolve("cache").resolve("repo"));
  }

  /** Whether a name is in the list, or one that a zoo of DJL's may have. */
  public static boolean isZooName(String name) {
    return ZooList.builtIn().find(name).isPresent() || ZooName.find(name).isPresent();
  }

  /**
   * What is published of a model; empty where it is not in the list.
   *
   * @throws ModelException if no zoo can have a model of that name, naming those most like it
   */
  public Optional<ZooModel> listed(String name) throws ModelException {
    Optional<ZooModel> listed = places.list().find(name);
    if (listed.isEmpty() && ZooName.find(name).isEmpty()) {
      List<String> similar = places.list().similarTo(name);
      throw new ModelException(
          "'%s' is no model of the zoo%s: resnet50 models fetch --list names all"
              .formatted(
                  name, similar.isEmpty() ? "" : ", which has " + String.join(", ", similar)));
    }
    return listed;
  }

  /**
   * Fetches a model, unless it exists by then: if another process is fetching it too, this waits
   * for that one and returns its result.
   *
   * @param name such as {@code resnet50}
   * @param target the model directory to be; it appears complete, or not at all
   * @throws ModelException if the name is not that of a model, or with the reason and what to do
   */
  public ZooSource fetch(String name, Path target, FetchListener listener) throws ModelException {
    Optional<ZooModel> weights = listed(name).filter(model -> !model.isOfDjl());
    Path directory = target.toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory.getParent());
      return SafeFiles.locked(
          beside(directory, ".lock"),
          listener::waiting,
          () ->
              Files.exists(directory)
                  ? existing(directory, weights)
                  : fetchLocked(publisher(name, weights, listener), directory));
    } catch (IOException e) {
      String place = weights.map(this::address).orElse(zoo.uri()).toString();
      String waysOut =
          weights.isEmpty()
              ? asWeights(name) + WAYS_OUT
              : WAYS_OUT_OF_WEIGHTS.formatted(ZooModel.WEIGHTS, ZooModel.CONFIG, name);
      throw new ModelException(
          "cannot fetch " + name + " from " + place + ": " + reason(e) + waysOut, e);
    }
  }

  /** DJL has few networks, of which there may be weights. */
  private String asWeights(String name) {
    List<String> known =
        places.list().models().stream()
            .map(ZooModel::name)
            .filter(listed -> listed.startsWith(name + "."))
            .toList();
    return known.isEmpty() ? "" : "; there are also " + String.join(", ", known);
  }

  private URI address(ZooModel model) {
    return places.weights().mirrored(model.files().folder(), "");
  }

  private static ZooSource existing(Path target, Optional<ZooModel> wanted) throws IOException {
    Path weights = target.resolve(ZooModel.WEIGHTS);
    if (!new ModelDirectory(target).isModel() && !Files.isRegularFile(weights)) {
      throw new IOException(target + " exists and is no model");
    }
    ZooSource source =
        ZooSource.read(target)
            .orElseThrow(() -> new IOException(target + " exists and is not from a zoo"));
    if (wanted.isPresent() && Files.isRegularFile(weights)) {
      requireWhole(weights, source, wanted.get().files().sha256());
    }
    return source;
  }

  /**
   * Since another process may have fetched it before a power failure.
   *
   * @param published null where only the repository says it
   */
  private static void requireWhole(Path weights, ZooSource source, String published)
      throws IOException {
    String actual = ZooSource.Fetched.of("", weights).sha256();
    if (!source.isOfWeights(actual) || (published != null && !published.equalsIgnoreCase(actual))) {
      throw new IOException(
          "%s is damaged, or not what was fetched: its SHA-256 is %s; delete %s and fetch again"
              .formatted(weights, actual, weights.getParent()));
    }
  }

  private Publisher publisher(String name, Optional<ZooModel> weights, FetchListener listener) {
    return weights.isPresent()
        ? (model, work) -> fillWithWeights(weights.get(), model, work, listener)
        : (model, work) -> fillFromDjl(ZooName.of(name), model, work, listener);
  }

  private ZooSource fetchLocked(Publisher publisher, Path target) throws IOException {
    Path work = beside(target, ".fetch");
    keepParts(work); // of a process that was killed
    Files.createDirectories(work);
    try {
      Path model = work.resolve("model");
      ZooSource source = publisher.fill(model, work);
      Files.move(model, target, StandardCopyOption.ATOMIC_MOVE);
      Utils.deleteQuietly(work);
      return source;
    } finally {
      keepParts(work);
    }
  }

  private ZooSource fillWithWeights(ZooModel wanted, Path model, Path work, FetchListener listener)
      throws IOException {
    ZooLink link = new ZooLink(timeouts);
    return new WeightsRepository(places.weights(), link, new Downloads(work, link), timeouts)
        .fetch(wanted, model, new BytesProgress(listener));
  }

  private ZooSource fillFromDjl(ZooName name, Path model, Path work, FetchListener listener)
      throws IOException {
    Located found = find(name, work);
    ZooRepository repository = found.repository();
    ZooSource source = repository.prepare(name, found.artifact(), new BytesProgress(listener));
    try {
      new ModelFolder(Files.createDirectory(model))
          .fill(repository.folder(found.artifact()), found.artifact(), source);
      return source;
    } catch (IOException e) {
      Utils.deleteQuietly(work); // everything was downloaded: what failed now would fail again
      throw e;
    }
  }

  private Located find(ZooName name, Path work) throws IOException {
    ZooLink link = new ZooLink(timeouts);
    Downloads downloads = new Downloads(work, link);
    Optional<Located> cached = inDjlCache(name, link, downloads);
    if (cached.isPresent()) {
      return cached.get();
    }
    ZooRepository repository = new ZooRepository(zoo, work.resolve("repo"), link, downloads);
    return new Located(repository, timeouts.firstAnswer(() -> repository.find(name)));
  }

  /**
   * The artifact in DJL's own cache, if another program fetched it or it was copied there for a
   * machine without a network. DJL unpacks there only files with the right checksum, and moves them
   * into place when complete; the folder is laid out like a repository.
   */
  private Optional<Located> inDjlCache(ZooName name, ZooLink link, Downloads downloads) {
    Path cache = djlCache.toAbsolutePath();
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try {
      ZooRepository repository =
          new ZooRepository(new ZooLocation(cache.toUri()), cache, link, downloads);
      Artifact artifact = repository.find(name);
      return ModelFolder.savedModel(repository.folder(artifact))
          .map(model -> new Located(repository, artifact));
    } catch (IOException e) {
      return Optional.empty(); // nothing usable there: the zoo has it
    }
  }

  /** Keeps what a later attempt can resume from, and no folder without that. */
  private static void keepParts(Path work) throws IOException {
    if (!Files.exists(work)) {
      return;
    }
    List<Path> rest;
    try (Stream<Path> files = Files.list(work)) {
      rest = files.toList();
    }
    rest.stream()
        .filter(file -> !file.toString().endsWith(Downloads.SUFFIX))
        .forEach(Utils::deleteQuietly);
    if (rest.stream().noneMatch(file -> file.toString().endsWith(Downloads.SUFFIX))) {
      Utils.deleteQuietly(work);
    }
  }

  private static Path beside(Path target, String suffix) {
    return target.resolveSibling("." + target.getFileName() + suffix);
  }

  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "no permission for " + e.getMessage();
    }
    String message = String.valueOf(e.getMessage());
    return message.lines().findFirst().orElse(message).strip();
  }

  /** Converts DJL's progress to bytes. */
  private static final class BytesProgress implements Progress {
    private final FetchListener listener;
    private long done;
    private long total;

    BytesProgress(FetchListener listener) {
      this.listener = listener;
    }

    @Override
    public void reset(String message, long max, String trailingMessage) {
      total = max;
      update(0, null);
    }

    @Override
    public void start(long initialProgress) {
      update(initialProgress, null);
    }

    /** DJL calls this after a failure too, so it says nothing about what was received. */
    @Override
    public void end() {}

    @Override
    public void increment(long increment) {
      update(done + increment, null);
    }

    @Override
    public void update(long progress, String message) {
      done = progress;
      listener.progress(done, total);
    }
  }
}
