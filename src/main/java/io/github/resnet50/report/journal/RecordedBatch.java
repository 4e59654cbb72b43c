package io.github.resnet50.report.journal;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.ImageRef;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/**
 * A batch of an earlier run whose bytes are as they were written.
 *
 * @param entry its line in the journal
 * @param bytes its records
 * @param isInPlace whether they lie in the output already, in their place
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record RecordedBatch(JournalLine entry, byte[] bytes, boolean isInPlace) {
  /** Records of classified images. */
  public int ok() {
    return entry.inputs().count() - entry.failed();
  }

  /** Records of failures. */
  public int failed() {
    return entry.failed();
  }

  /**
   * What a batch was made of, in few bytes however many images it has.
   *
   * @param count its paths
   * @param names a hash of the names, in their order
   * @param states a hash of each file's size and modification time, or of why it cannot be read
   * @param each the same of each file alone, {@value #STATE_DIGITS} digits a file; empty in
   *     journals of older versions
   * @param contents a hash of each file's bytes, {@value #CONTENT_DIGITS} digits a file; empty
   *     where nobody has asked for it
   */
  public record Inputs(int count, String names, String states, String each, String contents) {
    static final int STATE_DIGITS = 8;
    static final int CONTENT_DIGITS = 16;
    private static final int HASH_BYTES = 8;

    /** Looks at the files now: what is written to them later makes the batch another. */
    public static Inputs of(List<ImageRef> refs) {
      return ofFiles(refs.stream().map(ref -> FileState.of(ref, false)).toList());
    }

    /** Of files that were looked at before. */
    static Inputs ofFiles(List<FileState> files) {
      Sha256 names = new Sha256();
      Sha256 states = new Sha256();
      StringBuilder each = new StringBuilder();
      StringBuilder contents = new StringBuilder();
      for (FileState file : files) {
        add(names, file.name());
        add(states, file.state());
        each.append(file.digits());
        contents.append(file.content());
      }
      boolean known = files.stream().anyMatch(FileState::hasContent);
      return new Inputs(
          files.size(),
          hash(names),
          hash(states),
          each.toString(),
          known ? contents.toString() : "");
    }

    /** What is known of a file's bytes. */
    String content(int file) {
      return contents.isEmpty()
          ? FileState.NO_CONTENT
          : contents.substring(CONTENT_DIGITS * file, CONTENT_DIGITS * (file + 1));
    }

    /** Whether these are the same paths in the same order. */
    boolean hasNamesOf(Inputs other) {
      return count == other.count && names.equals(other.names);
    }

    /** A file's state alone; empty where it is not known. */
    String state(int file) {
      return each.isEmpty() ? "" : each.substring(STATE_DIGITS * file, STATE_DIGITS * (file + 1));
    }

    /**
     * How many of the same paths have another state; 1 where that is known of all together alone.
     */
    int changedSince(Inputs earlier) {
      if (states.equals(earlier.states)) {
        return 0;
      }
      if (each.isEmpty() || earlier.each.isEmpty()) {
        return 1;
      }
      int changed = 0;
      for (int file = 0; file < count; file++) {
        changed += state(file).equals(earlier.state(file)) ? 0 : 1;
      }
      return changed;
    }

    private static void add(Sha256 digest, String text) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      digest.add(ByteBuffer.allocate(Integer.BYTES).putInt(bytes.length).array()).add(bytes);
    }

    private static String hash(Sha256 digest) {
      return HexFormat.of().formatHex(digest.bytes(), 0, HASH_BYTES);
    }
  }

  /**
   * A batch's line in a journal.
   *
   * @param sequence place among the batches, from 0
   * @param failed how many of its records are failures
   * @param length bytes of its records in the output; the first batch's begin with the format's own
   * @param crc CRC-32C of these bytes
   */
  record JournalLine(long sequence, Inputs inputs, int failed, int length, int crc) {
    private static final int FIELDS = 7; // and two that are not in all journals

    /** As it stands in a journal, with its line end; ASCII. */
    String line() {
      String text =
          String.join(
              " ",
              Long.toString(sequence),
              Integer.toString(inputs.count()),
              Integer.toString(failed),
              Integer.toString(length),
              Integer.toHexString(crc),
              inputs.names(),
              inputs.states());
      String each = inputs.each().isEmpty() ? "" : " " + inputs.each();
      String contents = inputs.contents().isEmpty() ? "" : " " + inputs.contents();
      return JournalFile.line(text + each + contents);
    }

    /** Reads a line without its end; null where it is damaged. */
    static JournalLine parse(String line) {
      String text = JournalFile.text(line);
      String[] fields = text == null ? new String[0] : text.split(" ", -1);
      if (fields.length < FIELDS || fields.length > FIELDS + 2) {
        return null;
      }
      String each = fields.length > FIELDS ? fields[FIELDS] : "";
      String contents = fields.length > FIELDS + 1 ? fields[FIELDS + 1] : "";
      return new JournalLine(
          Long.parseLong(fields[0]),
          new Inputs(Integer.parseInt(fields[1]), fields[5], fields[6], each, contents),
          Integer.parseInt(fields[2]),
          Integer.parseInt(fields[3]),
          Integer.parseUnsignedInt(fields[4], 16));
    }
  }
}
