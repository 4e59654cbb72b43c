package io.github.resnet50.model.store;

import com.google.gson.JsonObject;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.graph.SafeForm;
import io.github.resnet50.graph.SavedModelException;
import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.model.BuiltInModel;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The models under {@link Home#models()}, a folder each, and the meaning of {@code --model}.
 * Folders appear and disappear atomically: they are filled and deleted under hidden names, and
 * processes wait for each other while one is renamed.
 */
public final class ModelStore {
  private static final String HIDDEN = ".staging";
  private static final String INT8 = ":int8";

  private final Home home;

  public ModelStore(Home home) {
    this.home = home;
  }

  /**
   * Finds a model and reads its description. Built-in and stored models take precedence over
   * directories. A bare name means a directory only if that contains a SavedModel, so a clone of
   * this project in a folder {@code resnet50} does not hide the model.
   *
   * @param nameOrDirectory a SavedModel directory, or the name of a model of the store, or {@code
   *     random} or {@code demo}
   * @throws ModelException if there is none, with ways to get one
   */
  public ModelSpec find(String nameOrDirectory) throws ModelException {
    Optional<BuiltInModel> builtIn = BuiltInModel.of(nameOrDirectory);
    if (builtIn.isPresent()) {
      return builtIn.get().make(home.models()).read(nameOrDirectory);
    }
    if (contains(nameOrDirectory)) {
      requireSameOriginal(nameOrDirectory);
      return directory(nameOrDirectory).read(nameOrDirectory);
    }
    if (meansDirectory(nameOrDirectory)) {
      Path directory = Path.of(nameOrDirectory).toAbsolutePath().normalize();
      return new ModelDirectory(directory).read(String.valueOf(directory.getFileName()));
    }
    if (ModelName.isValid(nameOrDirectory) && ModelName.parse(nameOrDirectory).isForm()) {
      throw noForm(ModelName.parse(nameOrDirectory));
    }
    throw new ModelException(
        "no model '"
            + nameOrDirectory
            + "': "
            + whyNot(nameOrDirectory)
            + "; name "
            + ModelDirectory.IN_WORDS
            + " with --model DIR, or try the tool with a built-in model: --model demo, which knows"
            + " the sample images only, or --model random, whose weights are random");
  }

  private String whyNot(String nameOrDirectory) {
    boolean isFolder = isFolder(nameOrDirectory);
    if (!isFolder && !ModelName.isValid(nameOrDirectory)) {
      return "there is no such directory";
    }
    return "it is neither a directory"
        + (isFolder ? " with a " + ModelDirectory.GRAPH : "")
        + " nor in the store ("
        + home.models()
        + ")";
  }

  private static String compressCommand(String model) {
    return "resnet50 models compress " + model + " --int8";
  }

  private ModelException noForm(ModelName name) {
    return new ModelException(
        "no model '"
            + name
            + "' in the store ("
            + home.models()
            + "): "
            + (name.text().endsWith(INT8)
                ? compressCommand(name.model()) + " makes it"
                : "there are models compressed to int8 only"));
  }

  /**
   * A compressed form becomes invalid when its original is replaced by a model with other content.
   */
  private void requireSameOriginal(String name) throws ModelException {
    String model = ModelName.parse(name).model();
    if (model.equals(name) || !contains(model)) {
      return;
    }
    Optional<String> was = card(name).flatMap(ModelCard::originalSha256);
    Optional<String> is = card(model).map(ModelCard::sha256);
    if (was.isPresent() && is.isPresent() && !was.equals(is)) {
      throw new ModelException(
          "model "
              + name
              + " was made of another "
              + model
              + " than is in the store now: "
              + (name.endsWith(INT8)
                  ? "make it again (" + compressCommand(model) + " --overwrite)"
                  : "remove it (resnet50 models remove " + name + ")"));
    }
  }

  /**
   * Whether this is the path of a directory, or a bare name that is also a model's directory in the
   * current folder.
   */
  public static boolean meansDirectory(String nameOrDirectory) {
    if (!isFolder(nameOrDirectory)) {
      return false;
    }
    Path path = Path.of(nameOrDirectory);
    boolean bare =
        path.getNameCount() == 1
            && !nameOrDirectory.contains(path.getFileSystem().getSeparator())
            && !nameOrDirectory.startsWith(".");
    return !bare || new ModelDirectory(path).isModel();
  }

  private static boolean isFolder(String path) {
    try {
      return !path.isBlank() && Files.isDirectory(Path.of(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** Whether the store has a model of this name; any text is allowed. */
  public boolean contains(String name) {
    return ModelName.isValid(name) && directory(name).isModel();
  }

  /** Whether the store has a model of this name with a card, to which evidence can be added. */
  public boolean hasCard(String name) {
    return card(name).isPresent();
  }

  /** The names of the compressed forms of a model, in order. */
  public List<String> forms(String model) throws ModelException {
    return list().stream()
        .map(StoredModel::name)
        .filter(name -> name.startsWith(model + ":"))
        .toList();
  }

  /** All models, by name; a built-in one is included once it was made. */
  public List<StoredModel> list() throws ModelException {
    List<StoredModel> models = new ArrayList<>();
    if (!Files.isDirectory(home.models())) {
      return models;
    }
    try (Stream<Path> folders = Files.list(home.models())) {
      folders
          .map(Path::getFileName)
          .map(Path::toString)
          .map(ModelName::ofFolder)
          .filter(name -> contains(name) && !BuiltInModel.isNameOfOne(name))
          .sorted()
          .map(this::stored)
          .forEach(models::add);
    } catch (IOException e) {
      throw new ModelException(
          "cannot read the model store " + home.models() + ": " + SafeFiles.reasonOf(e), e);
    }
    for (BuiltInModel builtIn : BuiltInModel.values()) {
      ModelDirectory directory = builtIn.directory(home.models());
      if (directory.isModel()) {
        models.add(new StoredModel(builtIn.modelName(), directory, true, Optional.empty()));
      }
    }
    return models;
  }

  /** The card of a stored model; empty if there is no such model, or it has no card. */
  public Optional<ModelCard> card(String name) {
    return contains(name) ? CardFile.read(directory(name).path()) : Optional.empty();
  }

  private ModelDirectory directory(String name) {
    return new ModelDirectory(home.models().resolve(ModelName.folder(name)));
  }

  private StoredModel stored(String name) {
    ModelDirectory directory = directory(name);
    return new StoredModel(name, directory, false, CardFile.read(directory.path()));
  }

  /** A place to assemble a model; must be closed whether the model is added or not. */
  public Staging stage() throws ModelException {
    try {
      return Staging.in(home.models(), HIDDEN);
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Fails early where {@link #add} would fail late.
   *
   * @throws ModelException where the store cannot be written
   */
  public void requireWritable() throws ModelException {
    home.requireWritable(home.models());
  }

  /**
   * Fails early where {@link #add} would fail late.
   *
   * @throws ModelException where the name is taken, with what to do
   */
  public void requireFree(ModelName name) throws ModelException {
    if (Files.exists(directory(name.text()).path())) {
      throw new ModelException(
          "the store already has a model "
              + name
              + (name.isForm() ? ": " : ": take another name (--name), ")
              + "replace it (--overwrite), or remove it (resnet50"
              + " models remove "
              + name
              + ")");
    }
  }

  /**
   * Adds an assembled model to the store.
   *
   * @param card stored with it; has the model's name
   * @param overwrite whether it may replace a model of the same name
   * @throws ModelException where the name is taken, or the store cannot be written
   */
  public void add(Staging staging, ModelCard card, boolean overwrite) throws ModelException {
    ModelName name = ModelName.parse(card.name());
    try {
      CardFile.write(staging.model(), card);
      locked(
          () -> {
            if (!overwrite) {
              requireFree(name);
            }
            staging.moveTo(directory(name.text()).path());
          });
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /**
   * Removes a model, and its prepared form where no other model has the same contents.
   *
   * @throws ModelException where there is no such model
   */
  public void remove(String name) throws ModelException {
    ModelName.parse(name);
    try (Staging staging = stage()) {
      Path removed = staging.root().resolve("removed");
      locked(
          () -> {
            if (!contains(name)) {
              throw missing(name);
            }
            Files.move(directory(name).path(), removed, StandardCopyOption.ATOMIC_MOVE);
          });
      forgetPrepared(
          sha256(
              new StoredModel(name, new ModelDirectory(removed), false, CardFile.read(removed))));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  /** Removes what was prepared of a model that did not get into the store. */
  public void forgetPrepared(ModelDirectory model) throws ModelException, IOException {
    if (model.isModel()) {
      forgetPrepared(model.sha256());
    }
  }

  private void forgetPrepared(String hash) throws ModelException, IOException {
    for (StoredModel other : list()) {
      if (!other.builtIn() && sha256(other).equals(hash)) {
        return;
      }
    }
    PreparedCache.forget(home, hash);
  }

  /** Whether a stored model runs only where it is trusted. */
  public boolean needsTrust(String name) throws ModelException {
    try {
      ModelDirectory directory = directory(name);
      if (directory.original().isPresent()) {
        return false;
      }
      String signature = directory.read(name).signature().orElse(null);
      SafeForm.of(SavedModelFile.read(directory.path(), signature));
      return false;
    } catch (SavedModelException e) {
      return true;
    } catch (IOException e) {
      throw new ModelException("cannot read model " + name + ": " + SafeFiles.reasonOf(e), e);
    }
  }

  private static String sha256(StoredModel model) throws IOException {
    return model.card().isPresent() && model.card().get().sha256() != null
        ? model.card().get().sha256()
        : model.directory().sha256();
  }

  /**
   * Adds evidence to a model's card, unless there is some that says more of the same preprocessing.
   *
   * @return what stays on the card instead; empty where the new evidence is there
   * @throws ModelException where there is no such model, or it has no card
   */
  public Optional<MeasuredAccuracy> verified(String name, JsonObject evidence)
      throws ModelException {
    List<MeasuredAccuracy> stays = new ArrayList<>();
    try {
      locked(
          () -> {
            Path directory = directory(name).path();
            ModelCard card =
                CardFile.read(directory)
                    .orElseThrow(
                        () -> new ModelException("model " + name + " has no card in the store"));
            better(card, new ModelCard.CardPart(evidence)).ifPresent(stays::add);
            if (stays.isEmpty()) {
              CardFile.write(directory, CardFile.withVerification(card, evidence));
            }
          });
    } catch (IOException e) {
      throw unwritable(e);
    }
    return stays.stream().findFirst();
  }

  private static Optional<MeasuredAccuracy> better(ModelCard card, ModelCard.CardPart evidence) {
    Optional<ModelCard.CardPart> old =
        Optional.ofNullable(card.verification())
            .filter(part -> part.preprocessing().equals(evidence.preprocessing()));
    Optional<MeasuredAccuracy> is = evidence.verified();
    return old.flatMap(ModelCard.CardPart::verified)
        .filter(was -> is.isEmpty() || !is.get().saysAsMuchAs(was));
  }

  private ModelException missing(String name) {
    return new ModelException("no model '" + name + "' in the store (" + home.models() + ")");
  }

  private interface StoreChange {
    void run() throws ModelException, IOException;
  }

  /** Only renaming happens under the lock, so nobody waits long for it. */
  private void locked(StoreChange change) throws ModelException, IOException {
    SafeFiles.<Void, ModelException>locked(
        home.models().resolve(".lock"),
        () -> {
          change.run();
          return null;
        });
  }

  private ModelException unwritable(IOException e) {
    return Home.unwritable(home.models(), e);
  }

  /**
   * A model in the store.
   *
   * @param name the value for {@code --model}
   * @param directory its files
   * @param builtIn whether it is one that comes with the program
   * @param card empty for a built-in one, and where the folder was made by hand
   */
  public record StoredModel(
      String name, ModelDirectory directory, boolean builtIn, Optional<ModelCard> card) {}
}
