package io.github.resnet50.model.store;

import io.github.resnet50.model.BuiltInModel;
import io.github.resnet50.model.ModelException;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A name under which the store keeps a model: also the name of its folder, so it contains nothing
 * special to any file system.
 *
 * <p>A compressed form of a model is called {@code NAME:int8}, and its folder {@code NAME@int8}.
 *
 * @param text letters, digits, dots, dashes and underscores; the first a letter or digit;
 *     optionally a colon and a form
 */
public record ModelName(String text) {
  private static final String FORM = ":";
  private static final String FOLDER_FORM = "@";
  private static final Pattern VALID =
      Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}(:[a-z][a-z0-9-]{0,30})?");
  private static final Set<String> WEIGHTS =
      Set.of("model.safetensors", "model.safetensors.index.json");
  private static final Pattern SUFFIX =
      Pattern.compile(
          "\\.(zip|tar|tgz|tar\\.gz|onnx|safetensors(\\.index\\.json)?)$",
          Pattern.CASE_INSENSITIVE);

  /**
   * Checks a name that a user gives to a model.
   *
   * @throws ModelException saying what names may be
   */
  public static ModelName of(String text) throws ModelException {
    if (!isValid(text) || text.contains(FORM)) {
      throw new ModelException(
          "'"
              + text
              + "' is no name for a model: take 1 to 100 letters, digits, dots, dashes and"
              + " underscores, a letter or digit first");
    }
    if (BuiltInModel.isNameOfOne(text)) {
      throw new ModelException("'" + text + "' is a built-in model's name: take another");
    }
    return new ModelName(text);
  }

  /**
   * The name of a compressed form of a model.
   *
   * @param model the model's own name
   * @param form such as {@code int8}
   */
  public static ModelName ofForm(ModelName model, String form) {
    String text = model.text() + FORM + form;
    if (!isValid(text)) {
      throw new IllegalArgumentException("no name of a compressed model: " + text);
    }
    return new ModelName(text);
  }

  /**
   * Reads the name of a model that is in the store, or of a compressed form of one.
   *
   * @throws ModelException saying what names may be
   */
  public static ModelName parse(String text) throws ModelException {
    return isValid(text) && text.contains(FORM) ? new ModelName(text) : of(text);
  }

  /** The model's own name, without a compressed form's part. */
  public String model() {
    int colon = text.indexOf(FORM);
    return colon < 0 ? text : text.substring(0, colon);
  }

  /** Whether it is the name of a compressed form. */
  public boolean isForm() {
    return text.contains(FORM);
  }

  static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /** The folder of a model with this name, valid on every file system. */
  static String folder(String name) {
    return name.replace(FORM, FOLDER_FORM);
  }

  /** The name of the model in a folder; invalid if the folder is not the store's. */
  static String ofFolder(String folder) {
    return folder.contains(FORM) ? "" : folder.replace(FOLDER_FORM, FORM);
  }

  /**
   * The name suggested by a file or folder: its own without the suffix, or its parent's where it is
   * only a version number, as TensorFlow Serving's folders are, or a usual name of weights.
   *
   * @throws ModelException if it suggests none, asking for {@code --name}
   */
  public static ModelName suggestedBy(Path source) throws ModelException {
    Path path = source.toAbsolutePath().normalize();
    String name = text(path);
    if (path.getParent() != null
        && (name.matches("\\d+") || WEIGHTS.contains(path.getFileName().toString()))) {
      name = text(path.getParent());
    }
    name = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
    if (!isValid(name) || BuiltInModel.isNameOfOne(name)) {
      throw new ModelException(
          source + " does not suggest a name for the model: give one (--name)");
    }
    return new ModelName(name);
  }

  private static String text(Path path) {
    Path last = path.getFileName();
    return last == null ? "" : SUFFIX.matcher(last.toString()).replaceFirst("");
  }

  @Override
  public String toString() {
    return text;
  }
}
