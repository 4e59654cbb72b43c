package io.github.resnet50.model.zoo;

import io.github.resnet50.model.ModelException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The location of the zoo: DJL's own, or a copy on another server or in a folder.
 *
 * @param uri {@code http:}, {@code https:} or {@code file:}, ending with a slash
 */
public record ZooLocation(URI uri) {

  /** DJL's own zoo. */
  public static final ZooLocation DJL = new ZooLocation(URI.create("https://mlrepo.djl.ai/"));

  /** Where PyTorch's models are published as weights that are no programs. */
  public static final ZooLocation HUGGING_FACE =
      new ZooLocation(URI.create("https://huggingface.co/"));

  /**
   * The setting for another zoo: an environment variable, or a system property of the same name.
   */
  public static final String SETTING = "RESNET50_ZOO";

  private static final List<String> SCHEMES = List.of("http", "https", "file");

  public ZooLocation {
    if (!uri.toString().endsWith("/")) {
      uri = URI.create(uri + "/");
    }
  }

  /**
   * Reads {@code RESNET50_ZOO}, then DJL's own {@code DJL_REPO_URL}.
   *
   * @throws ModelException if the setting is neither a supported URL nor a folder
   */
  public static ZooLocation of(Map<String, String> environment) throws ModelException {
    return of(environment, "DJL_REPO_URL", DJL);
  }

  /**
   * Reads {@code RESNET50_ZOO}, then Hugging Face's own {@code HF_ENDPOINT}.
   *
   * @throws ModelException if the setting is neither a supported URL nor a folder
   */
  public static ZooLocation ofWeights(Map<String, String> environment) throws ModelException {
    return of(environment, "HF_ENDPOINT", HUGGING_FACE);
  }

  private static ZooLocation of(
      Map<String, String> environment, String publishers, ZooLocation otherwise)
      throws ModelException {
    for (String setting : List.of(SETTING, publishers)) {
      String value = environment.getOrDefault(setting, System.getProperty(setting, ""));
      if (!value.isBlank()) {
        return parse(setting, value.strip());
      }
    }
    return otherwise;
  }

  private static ZooLocation parse(String setting, String value) throws ModelException {
    try {
      if (isFolder(value)) {
        return new ZooLocation(Path.of(value).toAbsolutePath().toUri());
      }
      URI uri = new URI(value);
      if (uri.getScheme() != null && SCHEMES.contains(uri.getScheme())) {
        return new ZooLocation(uri);
      }
    } catch (URISyntaxException e) {
      throw new ModelException(setting + "=" + value + ": " + e.getReason(), e);
    }
    throw new ModelException(
        setting + "=" + value + ": expected a URL (https:, http:, file:) or a folder");
  }

  private static boolean isFolder(String value) {
    try {
      return Files.isDirectory(Path.of(value));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /**
   * The address of a file named in the zoo's metadata. DJL's metadata names some files by their
   * full address at DJL; in a copy of the zoo they are under its own.
   *
   * @param folder of the metadata, relative to the zoo
   * @param file as the metadata names it
   */
  URI resolve(URI folder, String file) {
    String home = DJL.uri.toString();
    if (file.startsWith(home)) {
      return uri.resolve(file.substring(home.length()));
    }
    return uri.resolve(folder).resolve(file);
  }

  /**
   * The address here of a file that is published at Hugging Face.
   *
   * @param folder its published folder
   */
  URI mirrored(URI folder, String file) {
    String path = HUGGING_FACE.uri.relativize(folder).toString();
    return uri.resolve(path).resolve(file);
  }
}
