package io.github.resnet50.report.journal;

import com.google.gson.Gson;
import com.google.gson.JsonParseException;
import io.github.resnet50.report.TerminalText;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * The first line of a journal: under what conditions the bytes were made.
 *
 * @param settings all that decides what they are, by name; two runs of equal settings over the same
 *     files write the same
 * @param replaces whether the output may take the place of a finished one
 * @param retries whether windows with failures, of those that lie in {@code NAME.earlier}, are to
 *     be done again
 */
public record JournalHeader(Map<String, String> settings, boolean replaces, boolean retries) {
  /** The setting that {@code --batch-size auto} takes over. */
  public static final String BATCH_SIZE = "batch_size";

  /** The setting that says which share of the walk it is. */
  public static final String SHARD = "shard";

  private static final String MAGIC = "resnet50-journal-1 ";
  private static final Gson GSON = new Gson();

  public JournalHeader {
    settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
  }

  String line() {
    return CheckedLine.of(MAGIC + GSON.toJson(this));
  }

  /** Reads a line without its end; null where it is damaged, or no journal's. */
  static JournalHeader parse(String line) {
    String text = CheckedLine.text(line);
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
   * Refuses to go on under other conditions.
   *
   * @throws ResumeException that names each setting that is another, with both values
   */
  void check(JournalHeader now, String output) throws ResumeException {
    StringBuilder changes = new StringBuilder();
    Set<String> names = new LinkedHashSet<>(settings.keySet());
    names.addAll(now.settings.keySet());
    for (String name : names) {
      String was = settings.get(name);
      String is = now.settings.get(name);
      if (!Objects.equals(was, is)) {
        changes.append(changes.isEmpty() ? "" : ", ");
        changes.append(name).append(" was ").append(was).append(" and is now ").append(is);
      }
    }
    if (!changes.isEmpty()) {
      throw new ResumeException(
          "cannot go on with "
              + TerminalText.escape(output + ": " + changes)
              + "; repeat the command as it was, or start anew with --overwrite");
    }
  }
}
