package io.github.resnet50.bench;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.resnet50.model.Home;
import io.github.resnet50.report.timing.HostInfo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Recommendations that were stored: a small file for each model, by its content, and each kind of
 * machine, by processor and number of cores, since machines may share a home.
 */
public final class Recommendations {
  private static final int LARGEST = 1024;
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private final Path folder;

  public Recommendations(Home home) {
    this.folder = home.root().resolve("bench");
  }

  /** Whether there is any; if not, nobody needs to hash a model. */
  public boolean exist() {
    return Files.isDirectory(folder);
  }

  /** Keeps a report's recommendation, in place of an older one. */
  public void save(BenchReport report) throws IOException {
    save(
        report.recommendation(),
        "bench",
        report.started(),
        report.version(),
        report.host(),
        report.model().sha256());
  }

  /**
   * Keeps a recommendation, in place of an older one.
   *
   * @param source as in {@link StoredRecommendation}
   * @param version the program's
   * @param sha256 of the model
   */
  public StoredRecommendation save(
      Recommendation best,
      String source,
      Instant measured,
      String version,
      HostInfo host,
      String sha256)
      throws IOException {
    StoredRecommendation stored =
        new StoredRecommendation(
            best.batchSize(),
            best.threads(),
            best.imagesPerSecond(),
            source,
            measured.atZone(ZoneOffset.UTC).toLocalDate().toString(),
            version,
            host.cpu(),
            host.cores(),
            sha256);
    Files.createDirectories(folder);
    Path temporary = Files.createTempFile(folder, "bench", ".tmp");
    Files.writeString(temporary, GSON.toJson(stored) + "\n");
    Path file = file(stored.sha256(), stored.cpu(), stored.cores());
    Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    return stored;
  }

  /**
   * What is stored for a model and this machine; empty where nothing is, or nothing that makes
   * sense.
   */
  public Optional<StoredRecommendation> find(String sha256, HostInfo host) {
    try {
      String text = Files.readString(file(sha256, host.cpu(), host.cores()));
      return Optional.ofNullable(GSON.fromJson(text, StoredRecommendation.class))
          .filter(stored -> sha256.equals(stored.sha256()))
          .filter(stored -> host.cpu().equals(stored.cpu()) && host.cores() == stored.cores())
          .filter(stored -> isSize(stored.batchSize()) && isSize(stored.threads()));
    } catch (IOException | JsonParseException e) {
      return Optional.empty(); // a default is always there
    }
  }

  private static boolean isSize(int number) {
    return number >= 1 && number <= LARGEST;
  }

  private Path file(String sha256, String cpu, int cores) {
    CRC32 machine = new CRC32(); // only a name: what the file holds is compared too
    machine.update((cpu + "\0" + cores).getBytes(StandardCharsets.UTF_8));
    return folder.resolve(
        sha256.substring(0, 32) + "-" + "%08x".formatted(machine.getValue()) + ".json");
  }
}
