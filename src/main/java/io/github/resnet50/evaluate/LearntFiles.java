package io.github.resnet50.evaluate;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.resnet50.model.Home;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/**
 * Keeps what was learnt of models: a small file each, by the model's content, so that a model of
 * the store and one in a folder of its own are served alike.
 */
public final class LearntFiles {
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private final Path folder;

  public LearntFiles(Home home) {
    this.folder = home.root().resolve("learnt");
  }

  /** What is kept of a model, perhaps nothing. */
  public Learnt of(String sha256) throws IOException {
    Path file = file(sha256);
    try {
      Learnt learnt = GSON.fromJson(Files.readString(file), Learnt.class);
      if (learnt != null && sha256.equals(learnt.sha256())) {
        return learnt;
      }
    } catch (NoSuchFileException e) {
      return Learnt.nothing(sha256);
    } catch (JsonParseException e) {
      throw new IOException(file + " is damaged; remove it, and evaluate again", e);
    }
    return Learnt.nothing(sha256);
  }

  /** Keeps this, in place of what was kept; the last of two at once wins. */
  public void save(Learnt learnt) throws IOException {
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "learnt", ".tmp");
    Files.writeString(temporary, GSON.toJson(learnt) + "\n");
    Files.move(temporary, file(learnt.sha256()), StandardCopyOption.REPLACE_EXISTING);
  }

  private Path file(String sha256) {
    return folder.resolve(sha256.substring(0, 32) + ".json");
  }
}
