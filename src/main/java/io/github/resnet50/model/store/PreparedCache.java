package io.github.resnet50.model.store;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.basics.Text;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.graph.prepare.ModelPreparer;
import io.github.resnet50.graph.prepare.Preparation;
import io.github.resnet50.graph.prepare.PrepareOptions;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.store.PreparedModels.Deriving;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.apache.commons.io.FileUtils;
import org.apache.commons.io.file.PathUtils;

/**
 * Prepared forms of models, a folder each, named by the hash of what they were made of and by how:
 * made once, by whichever process comes first, and never beside the user's own files. What could
 * not be prepared is remembered too.
 */
final class PreparedCache {
  private static final String MAKING = ".making";
  private static final String RECORD = "preparation.json";
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .serializeNulls()
          .serializeSpecialFloatingPointValues()
          .create();

  private final Path root;
  private final ContentHash hashes;
  private final CheckedPreparer preparer;
  private final Consumer<String> notes;
  private volatile Path temporary; // null: not needed so far

  PreparedCache(Home home, CheckedPreparer preparer, Consumer<String> notes) {
    this.root = root(home);
    this.hashes = ContentHash.in(home);
    this.preparer = preparer;
    this.notes = notes;
  }

  private static Path root(Home home) {
    return home.root().resolve("prepared");
  }

  /** Where a prepared form is or will be. */
  Path directory(ModelSpec spec, PrepareOptions options) throws ModelException {
    String name = name(spec, options);
    return temporary != null && !Files.isDirectory(root.resolve(name))
        ? temporary.resolve(name)
        : root.resolve(name);
  }

  /** What was trusted once is not trusted for ever. */
  private String name(ModelSpec spec, PrepareOptions options) throws ModelException {
    try {
      String hash = hashes.of(new ModelDirectory(spec.directory()));
      String choice =
          options.signature() == null && options.output() == null
              ? ""
              : "-"
                  + Integer.toHexString(
                      List.of(text(options.signature()), text(options.output())).hashCode());
      return prefix(hash)
          + ModelPreparer.VERSION
          + choice
          + switch (options.form()) {
            case FUSED -> "";
            case EIGEN -> "-eigen";
            case PLAIN -> "-plain";
          }
          + (options.trustModel() ? "-trusted" : "");
    } catch (IOException e) {
      throw new ModelException("cannot read " + spec.directory() + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  private static String prefix(String sha256) {
    return sha256.substring(0, 32) + "-";
  }

  private static String text(String value) {
    return value == null ? "" : value;
  }

  /** How a model's preparation went; done now if it was not yet. The engine must be up. */
  Preparation get(ModelSpec spec, PrepareOptions options) throws ModelException {
    Path directory = directory(spec, options);
    Optional<Preparation> known = read(directory);
    if (known.isPresent()) {
      return known.get();
    }
    try {
      Path place = writableRoot(spec);
      Path made = place.resolve(directory.getFileName());
      return SafeFiles.<Preparation, ModelException>locked(
          place.resolve("." + directory.getFileName() + ".lock"),
          () -> {
            Optional<Preparation> byAnother = read(made);
            return byAnother.isPresent() ? byAnother.get() : make(spec, options, made);
          });
    } catch (IOException e) {
      throw new ModelException(
          "cannot prepare " + spec.directory() + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  /**
   * A file that is made of a prepared form and kept beside it; made now if it was not yet.
   *
   * @param directory of the prepared form
   * @param name of the file, which goes with its prepared form
   */
  Path derived(ModelSpec spec, Path directory, String name, Deriving deriving)
      throws ModelException {
    Path known = directory.resolve(name);
    if (Files.isRegularFile(known)) {
      return known;
    }
    try {
      Path place = writableRoot(spec);
      Path kept = place.resolve(directory.getFileName());
      Files.createDirectories(kept);
      Path file = kept.resolve(name);
      return SafeFiles.<Path, ModelException>locked(
          place.resolve("." + directory.getFileName() + ".lock"),
          () -> {
            if (!Files.isRegularFile(file)) {
              deriving.write(directory, file);
            }
            return file;
          });
    } catch (IOException e) {
      throw new ModelException("cannot prepare " + spec.directory() + ": " + e, e);
    }
  }

  /**
   * Where prepared forms are kept, or else, for this process alone, a private folder: a home may be
   * for reading only.
   */
  private Path writableRoot(ModelSpec spec) throws IOException {
    if (temporary != null) {
      return temporary;
    }
    try {
      SafeFiles.requireWritable(root);
      return root;
    } catch (IOException e) {
      notes.accept(
          "what is prepared of model "
              + spec.name()
              + " is not kept: "
              + root
              + ": "
              + SafeFiles.reason(e));
    }
    Path folder = Files.createTempDirectory("resnet50-prepared");
    Runtime.getRuntime()
        .addShutdownHook(new Thread(() -> FileUtils.deleteQuietly(folder.toFile())));
    temporary = folder;
    return folder;
  }

  private static Optional<Preparation> read(Path directory) {
    try {
      String text = Files.readString(directory.resolve(RECORD));
      return Optional.ofNullable(GSON.fromJson(text, Preparation.class))
          .filter(PreparedCache::isWhole);
    } catch (IOException | JsonParseException e) {
      return Optional.empty(); // absent, or cut short by a crash: made again
    }
  }

  private static boolean isWhole(Preparation kept) {
    return kept.prepared()
        ? kept.outputs() != null && kept.head() != null && kept.input() != null
        : kept.reason() != null;
  }

  private Preparation make(ModelSpec spec, PrepareOptions options, Path directory)
      throws ModelException, IOException {
    notes.accept("preparing model " + spec.name() + " for speed (once)");
    long start = System.nanoTime();
    try (Staging staging = Staging.in(directory.getParent(), MAKING)) {
      Preparation result = preparer.prepare(spec, staging.model(), options);
      if (result.reason() != null) {
        notes.accept("model " + spec.name() + " runs as it came: " + result.reason());
      }
      if (!result.prepared()) {
        Files.deleteIfExists(staging.model().resolve(SavedModelFile.FILE));
      }
      Files.writeString(staging.model().resolve(RECORD), GSON.toJson(result));
      staging.moveTo(directory);
      return result;
    } catch (RuntimeException e) {
      // Perhaps memory ran out just now: not recorded, so that the next run tries again.
      String reason = Text.firstLine(e);
      notes.accept("model " + spec.name() + " runs as it came this time: " + reason);
      return Preparation.refused(reason, (System.nanoTime() - start) / 1e9);
    }
  }

  /** Deletes all prepared forms of the contents with this hash. */
  static void forget(Home home, String sha256) throws IOException {
    if (!Files.isDirectory(root(home))) {
      return;
    }
    try (Stream<Path> folders = Files.list(root(home))) {
      for (Path folder : folders.toList()) {
        if (folder.getFileName().toString().startsWith(prefix(sha256))) {
          PathUtils.deleteDirectory(folder);
        }
      }
    }
  }
}
