package io.github.resnet50.model.zoo;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The origin of a zoo model, stored in the model's directory as {@code zoo.json}.
 *
 * @param name as given by the user
 * @param repository the zoo's address
 * @param coordinates {@code group:artifact:version}, as DJL writes them
 * @param artifact which artifact of these, such as {@code resnet50}
 * @param properties the zoo's metadata: {@code layers}, {@code flavor}, {@code dataset}
 * @param files the files fetched
 */
public record ZooSource(
    String name,
    String repository,
    String coordinates,
    String artifact,
    Map<String, String> properties,
    List<Fetched> files) {

  private static final String FILE = "zoo.json";

  /**
   * A file as fetched from a zoo, before it was unpacked.
   *
   * @param uri its address
   * @param bytes its size
   * @param sha1 in hexadecimal; the zoo's metadata says the same
   * @param sha256 in hexadecimal; empty if DJL had fetched and unpacked the file before
   */
  public record Fetched(String uri, long bytes, String sha1, String sha256) {

    /** Describes a local file. */
    static Fetched of(String uri, Path file) throws IOException {
      MessageDigest sha1 = digest("SHA-1");
      MessageDigest sha256 = digest("SHA-256");
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = Files.newInputStream(file)) {
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
          sha1.update(buffer, 0, n);
          sha256.update(buffer, 0, n);
        }
      }
      HexFormat hex = HexFormat.of();
      return new Fetched(
          uri, Files.size(file), hex.formatHex(sha1.digest()), hex.formatHex(sha256.digest()));
    }

    private static MessageDigest digest(String algorithm) {
      try {
        return MessageDigest.getInstance(algorithm);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has " + algorithm, e);
      }
    }
  }

  /** Of the folder that weights were fetched from. */
  public String address() {
    String weights = files.get(files.size() - 1).uri();
    return weights.substring(0, weights.lastIndexOf('/') + 1);
  }

  /** Whether the weights that were fetched have a SHA-256. */
  boolean isOfWeights(String sha256) {
    return files != null && !files.isEmpty() && sha256.equals(files.get(files.size() - 1).sha256());
  }

  /** Reads the origin stored in a model's directory; empty if the model is not from a zoo. */
  public static Optional<ZooSource> read(Path directory) throws IOException {
    Path file = directory.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    try {
      String json = Files.readString(file, StandardCharsets.UTF_8);
      return Optional.ofNullable(new Gson().fromJson(json, ZooSource.class));
    } catch (JsonParseException e) {
      throw new IOException(file + " is damaged: " + e.getMessage(), e);
    }
  }

  void write(Path directory) throws IOException {
    Gson gson = new GsonBuilder().setPrettyPrinting().disableHtmlEscaping().create();
    Files.deleteIfExists(directory.resolve(FILE));
    Files.writeString(directory.resolve(FILE), gson.toJson(this) + "\n", StandardCharsets.UTF_8);
  }
}
