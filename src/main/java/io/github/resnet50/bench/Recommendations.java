package io.github.resnet50.bench;

import com.google.gson.FieldNamingPolicy;
import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonParseException;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.report.timing.HostInfo;
import io.github.resnet50.report.timing.HostInfo.HostEngine;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * Recommendations that were stored: a small file for each model, by its content, each kind of
 * machine, by processor and number of cores, since machines may share a home, and each engine.
 */
public final class Recommendations {
  private static final int LARGEST = 1024;
  private static final Gson GSON =
      new GsonBuilder()
          .setPrettyPrinting()
          .disableHtmlEscaping()
          .setFieldNamingPolicy(FieldNamingPolicy.LOWER_CASE_WITH_UNDERSCORES)
          .create();

  private final Home home;
  private final Path folder;

  /**
   * A stored recommendation; the components are the keys of its JSON file.
   *
   * @param source {@code bench}, or {@code calibration}: the auto-tuning of a first run
   * @param measured the day, ISO 8601 in UTC
   * @param version of the program that measured
   * @param cpu the processor it was measured on
   * @param cores of them
   * @param engine its name; older files have none: {@link HostEngine#FIRST}
   * @param sha256 of the model, and its size where that is not its own: see {@link #key}
   */
  public record Stored(
      int batchSize,
      int threads,
      double imagesPerSecond,
      String source,
      String measured,
      String version,
      String cpu,
      int cores,
      String engine,
      String sha256) {
    public Stored {
      engine = engine == null ? HostEngine.FIRST : engine;
    }

    /**
     * What was measured for a model on a machine.
     *
     * @param source as above
     * @param version the program's
     * @param key of the model
     */
    public static Stored of(
        SettingStats best,
        String source,
        Instant measured,
        String version,
        HostInfo host,
        String key) {
      return new Stored(
          best.batchSize(),
          best.threads(),
          best.imagesPerSecond(),
          source,
          measured.atZone(ZoneOffset.UTC).toLocalDate().toString(),
          version,
          host.cpu(),
          host.cores(),
          best.engine(),
          key);
    }
  }

  public Recommendations(Home home) {
    this.home = home;
    this.folder = home.root().resolve("bench");
  }

  /** Whether anything is stored; if not, no model needs to be hashed. */
  public boolean exist() {
    return Files.isDirectory(folder);
  }

  /** Makes sure, before anything is measured, that it can be stored. */
  public void requireWritable() throws ModelException {
    home.requireWritable(folder);
  }

  /** Stores what a report recommends for each engine, replacing older ones. */
  public void save(BenchReport report) throws IOException {
    for (BenchReport.BenchedModel entry : report.models()) {
      save(
          Stored.of(
              SettingStats.recommended(entry.settings()),
              "bench",
              report.started(),
              report.version(),
              report.host(),
              entry.model().sha256() + entry.size()));
    }
  }

  /** Stores a recommendation, replacing an older one. */
  public void save(Stored stored) throws IOException {
    Path file = file(stored.sha256(), stored.cpu(), stored.cores(), stored.engine());
    SafeFiles.replace(file, GSON.toJson(stored) + "\n");
  }

  /**
   * The recommendation stored for a model, this machine and its engine; empty if there is none, or
   * none that is valid.
   *
   * @param key of the model
   */
  public Optional<Stored> find(String key, HostInfo host) {
    try {
      String text = Files.readString(file(key, host.cpu(), host.cores(), host.engine().name()));
      return Optional.ofNullable(GSON.fromJson(text, Stored.class))
          .filter(stored -> key.equals(stored.sha256()))
          .filter(stored -> host.cpu().equals(stored.cpu()) && host.cores() == stored.cores())
          .filter(stored -> host.engine().name().equals(stored.engine()))
          .filter(stored -> isSize(stored.batchSize()) && isSize(stored.threads()));
    } catch (IOException | JsonParseException e) {
      return Optional.empty(); // a default is always there
    }
  }

  private static boolean isSize(int number) {
    return number >= 1 && number <= LARGEST;
  }

  /**
   * What recommendations for a model are kept under: images of another size have their own.
   *
   * @param sha256 of the model
   */
  public static String key(String sha256, ModelSpec spec) {
    return sha256 + spec.sizeKey();
  }

  private Path file(String key, String cpu, int cores, String engine) {
    CRC32 machine = new CRC32(); // only a name: what the file holds is compared too
    String other = engine.equals(HostEngine.FIRST) ? "" : "\0" + engine;
    machine.update((cpu + "\0" + cores + other).getBytes(StandardCharsets.UTF_8));
    return folder.resolve(
        "%s%s-%08x.json".formatted(key.substring(0, 32), key.substring(64), machine.getValue()));
  }
}
