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
import java.io.InterruptedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private final ZooLocation zoo;
  private final Timeouts timeouts;
  private final Path djlCache;

  ZooFetcher(ZooLocation zoo, Timeouts timeouts, Path djlCache) {
    this.zoo = zoo;
    this.timeouts = timeouts;
    this.djlCache = djlCache;
  }

  /**
   * @param home the place of DJL's cache unless the user sets another; applied before DJL runs
   */
  public static ZooFetcher of(Home home, ZooLocation zoo) {
    new DjlSettings(home).apply();
    return new ZooFetcher(
        zoo, Timeouts.DEFAULT, Utils.getCacheDir().resolve("cache").resolve("repo"));
  }

  /** The models in DJL's own zoo, by the names to fetch them by. */
  public static List<String> names() {
    return ZooName.KNOWN;
  }

  /** Whether a zoo may have a model of this name. */
  public static boolean isZooName(String name) {
    return ZooName.find(name).isPresent();
  }

  /**
   * Refuses a name that no zoo can have.
   *
   * @throws ModelException naming the models there are
   */
  public static void requireZooName(String name) throws ModelException {
    ZooName.of(name);
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
    ZooName wanted = ZooName.of(name);
    Path directory = target.toAbsolutePath().normalize();
    try {
      Files.createDirectories(directory.getParent());
      return SafeFiles.locked(
          beside(directory, ".lock"),
          listener::waiting,
          () ->
              Files.exists(directory)
                  ? existing(directory)
                  : fetchLocked(wanted, directory, listener));
    } catch (IOException e) {
      throw new ModelException(
          "cannot fetch " + name + " from " + zoo.uri() + ": " + reason(e) + WAYS_OUT, e);
    }
  }

  private static ZooSource existing(Path target) throws IOException {
    if (!new ModelDirectory(target).isModel()) {
      throw new IOException(target + " exists and is no model");
    }
    return ZooSource.read(target)
        .orElseThrow(() -> new IOException(target + " exists and is not from a zoo"));
  }

  private ZooSource fetchLocked(ZooName name, Path target, FetchListener listener)
      throws IOException {
    Path work = beside(target, ".fetch");
    keepParts(work); // of a process that was killed
    Files.createDirectories(work);
    try {
      Located found = find(name, work);
      ZooRepository repository = found.repository();
      ZooSource source = repository.prepare(name, found.artifact(), new BytesProgress(listener));
      Path model = Files.createDirectory(work.resolve("model"));
      try {
        new ModelFolder(model).fill(repository.folder(found.artifact()), found.artifact(), source);
        Files.move(model, target, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Utils.deleteQuietly(work); // Everything was downloaded: what failed now would fail again.
      }
      return source;
    } finally {
      keepParts(work);
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
    return new Located(repository, ask(repository, name));
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

  /** On a thread of its own: resolving a host can hang where no time-out applies. */
  private Artifact ask(ZooRepository repository, ZooName name) throws IOException {
    FutureTask<Artifact> task = new FutureTask<>(() -> repository.find(name));
    Thread thread = new Thread(task, "zoo-metadata");
    thread.setDaemon(true);
    thread.start();
    try {
      return task.get(timeouts.metadata().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      String seconds = timeouts.metadata().toMillis() / 1000.0 + " s";
      throw new IOException("no answer within " + seconds, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted").initCause(e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException known ? known : new IOException(e.getCause());
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
