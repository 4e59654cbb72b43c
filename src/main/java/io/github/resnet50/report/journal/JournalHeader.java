package io.github.resnet50.report.journal;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.OutputFile.Packing;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.timing.HostInfo.HostEngine;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The first line of a journal: under what conditions the bytes were made.
 *
 * @param settings all that decides what they are, by name; two runs of equal settings over the same
 *     files write the same
 * @param replaces whether the output may take the place of a finished one
 * @param retries whether batches with failures, of those that lie in {@code NAME.earlier}, are to
 *     be done again
 * @param update how a finished output is brought up to date with these batches, each of which is
 *     then of images that are new or have changed; null where they are all there is
 */
public record JournalHeader(
    Map<String, String> settings, boolean replaces, boolean retries, UpdateRules update) {
  /** The setting that {@code --batch-size auto} takes over. */
  public static final String BATCH_SIZE = "batch_size";

  /** The setting that names what is walked. */
  public static final String PATHS = "paths";

  /** The setting that says which share of the walk it is. */
  public static final String SHARD = "shard";

  /** The setting that names the {@link OutputFormat}. */
  public static final String FORMAT = "format";

  /** The setting that names the engine. */
  public static final String ENGINE = "engine";

  private static final String MAGIC = "resnet50-journal-1 ";
  private static final Gson GSON = new Gson();

  /**
   * What counts when an output is brought up to date.
   *
   * @param byContent whether a file has changed where its bytes have, whatever its time says
   * @param keepsMissing whether records of files that are gone stay
   */
  public record UpdateRules(boolean byContent, boolean keepsMissing) {}

  /** Of batches that are all there is. */
  public JournalHeader(Map<String, String> settings, boolean replaces, boolean retries) {
    this(settings, replaces, retries, null);
  }

  public JournalHeader {
    Map<String, String> complete = new LinkedHashMap<>(settings);
    complete.putIfAbsent(ENGINE, HostEngine.FIRST);
    settings = Collections.unmodifiableMap(complete);
  }

  /**
   * How the output is made of its records; empty where these are the output.
   *
   * @param more that it says of itself besides the settings
   */
  Optional<Packing> packing(Map<String, String> more) {
    Map<String, String> about = new LinkedHashMap<>(settings);
    about.putAll(more);
    String format = settings.get(FORMAT);
    return format == null ? Optional.empty() : OutputFormat.named(format).packing(about);
  }

  String line() {
    return JournalFile.line(MAGIC + GSON.toJson(this));
  }

  /** Reads a line without its end; null where it is damaged, or no journal's. */
  static JournalHeader parse(String line) {
    String text = JournalFile.text(line);
    if (text == null || !text.startsWith(MAGIC)) {
      return null;
    }
    try {
      return GSON.fromJson(text.substring(MAGIC.length()), JournalHeader.class);
    } catch (JsonParseException e) {
      return null; // of another version, whose settings differ too
    }
  }

  /**
   * Refuses to continue under other conditions.
   *
   * @throws ResumeException that names each setting that is another, with both values
   */
  void check(JournalHeader now, String output) throws ResumeException {
    check(settings, now.settings, output);
  }

  /**
   * The same of a finished output, whose images are looked at one by one, however they are named.
   */
  void checkFinished(JournalHeader now, String output) throws ResumeException {
    Map<String, String> same = new LinkedHashMap<>(now.settings);
    same.put(PATHS, settings.get(PATHS));
    check(settings, same, output);
  }

  private static void check(Map<String, String> was, Map<String, String> now, String output)
      throws ResumeException {
    String changes = differences(was, now, "was", "is now");
    if (!changes.isEmpty()) {
      throw new ResumeException(
          "cannot go on with "
              + Text.escape(output + ": " + changes)
              + "; repeat the command as it was, or start anew with --overwrite");
    }
  }

  /** What is not the same in both, as text for the user; empty where all is. */
  static String differences(
      Map<String, String> a, Map<String, String> b, String verbOfA, String verbOfB) {
    Set<String> names = new LinkedHashSet<>(a.keySet());
    names.addAll(b.keySet());
    return names.stream()
        .filter(name -> !Objects.equals(a.get(name), b.get(name)))
        .map(name -> name + " " + verbOfA + " " + a.get(name) + ", " + verbOfB + " " + b.get(name))
        .collect(Collectors.joining("; "));
  }
}
