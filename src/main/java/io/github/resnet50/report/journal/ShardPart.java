package io.github.resnet50.report.journal;

import io.github.resnet50.report.OutputFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * The finished output of one share of a walk, and what its journal says of it.
 *
 * @param file as the user named it
 * @param number which share, from 1
 * @param count of how many
 * @param records how many it has
 * @param failed how many of them are failures
 * @param settings all that decides its bytes, apart from which share it is
 */
public record ShardPart(
    Path file, int number, int count, long records, long failed, Map<String, String> settings) {

  /**
   * Reads the journal, and that the output is as it says, from beginning to end.
   *
   * @throws ResumeException where it is not complete, not unchanged, or no share of a walk
   */
  public static ShardPart open(Path file) throws IOException, ResumeException {
    OutputFiles files = OutputFiles.of(file);
    if (files.isInterrupted()) {
      throw new ResumeException(file + " is not complete; finish it with --resume first");
    }
    if (!Files.isRegularFile(file)) {
      throw new ResumeException(file + ": no such file");
    }
    JournalHeader header = files.header();
    if (header == null) {
      throw new ResumeException(
          file
              + ": its journal "
              + file
              + ".journal is missing or damaged; keep it beside the part, it says which share"
              + " it is");
    }
    long records = 0;
    long failed = 0;
    try (RecordedWindows windows = RecordedWindows.finished(files.journal(), files.output())) {
      for (RecordedWindow window = windows.next(); window != null; window = windows.next()) {
        records += window.ok() + window.failed();
        failed += window.failed();
      }
      if (!windows.isAllOfTheOutput()) {
        throw new ResumeException(file + " is not as its journal says; was it cut or edited?");
      }
    }
    Map<String, String> settings = new TreeMap<>(header.settings());
    settings.remove(JournalHeader.BATCH_SIZE); // each machine has its own
    String shard = settings.remove(JournalHeader.SHARD);
    int slash = shard.indexOf('/');
    return new ShardPart(
        file,
        Integer.parseInt(shard.substring(0, slash)),
        Integer.parseInt(shard.substring(slash + 1)),
        records,
        failed,
        settings);
  }

  public OutputFormat format() {
    return OutputFormat.valueOf(settings.get(JournalHeader.FORMAT).toUpperCase(Locale.ROOT));
  }
}
