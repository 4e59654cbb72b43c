package io.github.resnet50.report.journal;

import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.OutputFile.Packing;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.OutputFormat.Framing;
import io.github.resnet50.report.PredictionReader;
import io.github.resnet50.report.RawRecords;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The shares of a walk put together in its order.
 *
 * <p>Paths are dealt out to the shares in turn (see {@code --shard}), so record {@code r} of the
 * whole is record {@code r / N} of share {@code r % N + 1}: no path has to be compared, and any
 * order that the user's lists and roots had comes back. Which share a part is, and that it is
 * complete, its journal says. What is not checked: that the folders were the same on all machines.
 */
public final class ShardMerge {
  private final List<Share> parts; // in the shares' order; those without a record are left out
  private final int count;
  private final long records;

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
  public record Share(
      Path file, int number, int count, long records, long failed, Map<String, String> settings) {

    /**
     * Reads the journal, and that the output is as it says, from beginning to end.
     *
     * @throws ResumeException where it is not complete, not unchanged, or no share of a walk
     */
    public static Share open(Path file) throws IOException, ResumeException {
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
      try (RecordedBatches batches = RecordedBatches.finished(files.journal(), files.output())) {
        for (RecordedBatch batch = batches.next(); batch != null; batch = batches.next()) {
          records += batch.ok() + batch.failed();
          failed += batch.failed();
        }
        if (!batches.isAllOfTheOutput()) {
          throw new ResumeException(file + " is not as its journal says; was it cut or edited?");
        }
      }
      Map<String, String> settings = new TreeMap<>(header.settings());
      settings.remove(JournalHeader.BATCH_SIZE); // each machine has its own
      String shard = settings.remove(JournalHeader.SHARD);
      int slash = shard.indexOf('/');
      return new Share(
          file,
          Integer.parseInt(shard.substring(0, slash)),
          Integer.parseInt(shard.substring(slash + 1)),
          records,
          failed,
          settings);
    }

    public OutputFormat format() {
      return OutputFormat.named(settings.get(JournalHeader.FORMAT));
    }
  }

  /**
   * @param parts in any order
   * @throws ResumeException where one is missing or there twice, or where they do not belong
   *     together
   */
  public ShardMerge(List<Share> parts) throws ResumeException {
    Share first = parts.get(0);
    this.count = first.count();
    this.records = parts.stream().mapToLong(Share::records).sum();
    Share[] byNumber = new Share[count];
    for (Share part : parts) {
      checkSame(first, part);
      Share other = byNumber[part.number() - 1];
      if (other != null) {
        throw new ResumeException(
            "%s and %s are both share %d/%d"
                .formatted(other.file(), part.file(), part.number(), count));
      }
      byNumber[part.number() - 1] = part;
    }
    for (int number = 1; number <= count; number++) {
      if (byNumber[number - 1] == null && due(number) > 0) {
        throw new ResumeException("share %d/%d is missing".formatted(number, count));
      }
    }
    this.parts = Stream.of(byNumber).filter(Objects::nonNull).toList();
    for (Share part : this.parts) {
      if (part.records() != due(part.number())) {
        throw new ResumeException(
            "%s has %d records where %d belong: the parts are not of one walk"
                .formatted(part.file(), part.records(), due(part.number())));
      }
    }
  }

  /** Records of a share; one without images has none, and no output. */
  private long due(int number) {
    return (records + count - number) / count;
  }

  private static void checkSame(Share first, Share part) throws ResumeException {
    String differences =
        JournalHeader.differences(first.settings(), part.settings(), "is", "and in the second");
    if (part.count() != first.count()) {
      differences = "one of " + first.count() + " shares and one of " + part.count();
    }
    if (!differences.isEmpty()) {
      throw new ResumeException(
          "%s and %s do not belong together: %s".formatted(first.file(), part.file(), differences));
    }
  }

  public OutputFormat format() {
    return parts.get(0).format();
  }

  /** How the whole is made of what is written; empty where it is that. */
  public Optional<Packing> packing() {
    return format().packing(parts.get(0).settings());
  }

  /** Of the whole. */
  public long records() {
    return records;
  }

  /** How many of them are failures. */
  public long failed() {
    return parts.stream().mapToLong(Share::failed).sum();
  }

  /** The first failed record of the whole; each part is read up to its own. */
  public Optional<ItemResult.Failed> firstFailure() throws IOException {
    ItemResult.Failed first = null;
    long place = Long.MAX_VALUE;
    for (Share part : parts) {
      try (PredictionReader reader = PredictionReader.open(part.file(), format())) {
        for (long at = part.number() - 1L; at < place && reader.hasNext(); at += count) {
          if (reader.next() instanceof ItemResult.Failed failed) {
            first = failed;
            place = at;
          }
        }
      } catch (UncheckedIOException e) {
        throw e.getCause();
      }
    }
    return Optional.ofNullable(first);
  }

  /**
   * Writes the whole.
   *
   * @throws ResumeException where the parts differ in their columns
   */
  public void write(OutputStream out) throws IOException, ResumeException {
    List<RawRecords> readers = new ArrayList<>();
    try {
      for (Share part : parts) {
        readers.add(new RawRecords(part.file(), format()));
      }
      write(readers, out);
    } finally {
      for (Closeable reader : readers) {
        reader.close();
      }
    }
  }

  private void write(List<RawRecords> readers, OutputStream out)
      throws IOException, ResumeException {
    byte[] header = readers.get(0).header();
    for (RawRecords reader : readers) {
      if (!Arrays.equals(header, reader.header())) {
        throw new ResumeException("the parts have different columns");
      }
    }
    Framing framing = format().framing();
    if (framing.hasHeader()) {
      writeLine(header, "", out);
    }
    for (long record = 0; record < records; record++) {
      RawRecords reader = readers.get((int) (record % count));
      byte[] bytes = reader.next();
      if (bytes == null) {
        throw new IOException(name(reader, readers) + " ended early; was it changed meanwhile?");
      }
      writeLine(bytes, record < records - 1 ? framing.separator() : "", out);
    }
    if (framing.isClosed()) {
      writeLine(framing.end().getBytes(StandardCharsets.UTF_8), "", out);
    }
    out.flush();
  }

  private static void writeLine(byte[] line, String separator, OutputStream out)
      throws IOException {
    out.write(line);
    out.write((separator + "\n").getBytes(StandardCharsets.UTF_8));
  }

  private Path name(RawRecords reader, List<RawRecords> readers) {
    return parts.get(readers.indexOf(reader)).file();
  }
}
