package io.github.resnet50.model.store;

import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.RandomModel;
import java.nio.file.Path;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * A name under which the store keeps a model: also the name of its folder, so it says nothing that
 * a file system could understand otherwise.
 *
 * @param text letters, digits, dots, dashes and underscores; the first a letter or digit
 */
public record ModelName(String text) {
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");
  private static final Pattern SUFFIX =
      Pattern.compile("\\.(zip|tar|tgz|tar\\.gz)$", Pattern.CASE_INSENSITIVE);

  /**
   * Checks a name that a user gives to a model.
   *
   * @throws ModelException saying what names may be
   */
  public static ModelName of(String text) throws ModelException {
    if (!isValid(text)) {
      throw new ModelException(
          "'"
              + text
              + "' is no name for a model: take 1 to 100 letters, digits, dots, dashes and"
              + " underscores, a letter or digit first");
    }
    if (isBuiltIn(text)) {
      throw new ModelException("'" + text + "' is the built-in model's name: take another");
    }
    return new ModelName(text);
  }

  static boolean isValid(String text) {
    return VALID.matcher(text).matches();
  }

  /** Whether a name, or a folder of that name, is the built-in model's. */
  static boolean isBuiltIn(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return lower.equals(RandomModel.NAME) || lower.matches(RandomModel.NAME + "-v\\d+");
  }

  /**
   * The name that a file or folder suggests: its own without the suffix, or its parent's where it
   * is only a version number, as TensorFlow Serving's folders are.
   *
   * @throws ModelException if it suggests none, asking for {@code --name}
   */
  public static ModelName suggestedBy(Path source) throws ModelException {
    Path path = source.toAbsolutePath().normalize();
    String name = text(path);
    if (name.matches("\\d+") && path.getParent() != null) {
      name = text(path.getParent());
    }
    name = name.replaceAll("[^A-Za-z0-9._-]+", "-").replaceAll("^[^A-Za-z0-9]+|-+$", "");
    if (!isValid(name) || isBuiltIn(name)) {
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
