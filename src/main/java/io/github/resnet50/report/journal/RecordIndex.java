package io.github.resnet50.report.journal;

import io.github.resnet50.basics.Sha256;
import java.util.Arrays;
import java.util.BitSet;

/**
 * Finds the record of a file: of those of a finished output, which come first, and of those that
 * bring it up to date. Memory: about 24 bytes a record.
 */
final class RecordIndex {
  /** Nothing was found. */
  static final int NONE = -1;

  private static final String FIRST_PART = "0,0"; // each scene has

  private final boolean retries;
  private long[] names = new long[1 << 10]; // hashes, by record
  private int[] states = new int[1 << 10];
  private long[] contents; // null: none is known
  private final BitSet unknown = new BitSet(); // records without a state
  private final BitSet failed = new BitSet();
  private final BitSet taken = new BitSet();
  private int size;
  private int finished;
  private int[] table; // record + 1 by hash; 0: free

  /**
   * What there is of a file.
   *
   * @param record of the file as it is now; {@link #NONE}: it is to be classified
   * @param place its record in the finished output, also where the file has changed since; {@link
   *     #NONE}: it has none
   */
  record Found(int record, int place) {}

  /**
   * @param retries whether files that failed count as changed
   */
  RecordIndex(boolean retries) {
    this.retries = retries;
  }

  /** What tells an image from others: its name, and which part of the file it is. */
  static String name(String file, String part) {
    return part.isEmpty() ? file : file + '\0' + part;
  }

  /**
   * Adds the next record.
   *
   * @param name as {@link #name(String, String)} gives it
   * @param digits of the file's state; empty: not known
   */
  void add(String name, String digits, String content, boolean isFailed) {
    if (size == names.length) {
      names = Arrays.copyOf(names, 2 * size);
      states = Arrays.copyOf(states, 2 * size);
      contents = contents == null ? null : Arrays.copyOf(contents, 2 * size);
    }
    if (contents == null && !content.equals(FileState.NO_CONTENT)) {
      contents = new long[names.length];
    }
    if (contents != null) {
      contents[size] = number(content);
    }
    names[size] = hash(name);
    states[size] = digits.isEmpty() ? 0 : Integer.parseUnsignedInt(digits, 16);
    unknown.set(size, digits.isEmpty());
    failed.set(size, isFailed);
    size++;
  }

  /** The finished output ends here. */
  void endOfFinished() {
    finished = size;
  }

  /** All records are there. */
  void complete() {
    table = new int[Integer.highestOneBit(Math.max(4, size)) * 4];
    for (int record = 0; record < size; record++) {
      int slot = slot(names[record]);
      while (table[slot] != 0) {
        slot = next(slot);
      }
      table[slot] = record + 1;
    }
  }

  /**
   * Finds an image's record and takes it: a path that is named twice has two.
   *
   * @param part which of the file it is
   */
  Found take(FileState now, String part) {
    long name = hash(name(now.name(), part));
    int record = NONE;
    int place = NONE;
    for (int slot = slot(name); table[slot] != 0; slot = next(slot)) {
      int candidate = table[slot] - 1;
      if (names[candidate] != name || taken.get(candidate)) {
        continue;
      }
      boolean isOfFinished = candidate < finished;
      if (isOfFinished && (place == NONE || (record != place && isGood(candidate, now)))) {
        place = candidate;
      }
      if (isGood(candidate, now) && (record == NONE || (record < finished && !isOfFinished))) {
        record = candidate; // the newest
      }
    }
    place = place == NONE ? placeOfOther(now.name(), part) : place;
    if (record != NONE) {
      taken.set(record);
    }
    if (place != NONE) {
      taken.set(place);
    }
    return new Found(record, place);
  }

  /** A scene that could not be opened had one record, or has one now. */
  private int placeOfOther(String file, String part) {
    long name = hash(name(file, part.isEmpty() ? FIRST_PART : ""));
    for (int slot = slot(name); table[slot] != 0; slot = next(slot)) {
      int candidate = table[slot] - 1;
      if (names[candidate] == name && candidate < finished && !taken.get(candidate)) {
        return candidate;
      }
    }
    return NONE;
  }

  private boolean isGood(int record, FileState now) {
    if (retries && failed.get(record)) {
      return false;
    }
    long content = contents == null ? 0 : contents[record];
    if (content != 0 && now.hasContent()) {
      return content == number(now.content());
    }
    return hasState(record, now);
  }

  /** Whether a record is of a file of the same size and time. */
  boolean hasState(int record, FileState now) {
    return !unknown.get(record) && states[record] == Integer.parseUnsignedInt(now.digits(), 16);
  }

  /** Whether what was known of a file's bytes is what is known now. */
  boolean hasContent(int record, FileState now) {
    return (contents == null ? 0 : contents[record]) == number(now.content());
  }

  /** Of a record that no file has taken, what its journal says of its file. */
  FileState recorded(int record, String name) {
    String digits = "%08x".formatted(states[record]);
    boolean known = contents != null && contents[record] != 0;
    String content = known ? "%016x".formatted(contents[record]) : FileState.NO_CONTENT;
    return FileState.recorded(name, digits, content);
  }

  boolean isFailed(int record) {
    return failed.get(record);
  }

  boolean isTaken(int record) {
    return taken.get(record);
  }

  /** Whether all of the finished output's records are of files that there are still. */
  boolean isAllTaken() {
    return taken.nextClearBit(0) >= finished;
  }

  private int slot(long name) {
    return (int) name & (table.length - 1);
  }

  private int next(int slot) {
    return (slot + 1) & (table.length - 1);
  }

  /** 0: not known. */
  private static long number(String content) {
    return content.equals(FileState.NO_CONTENT) ? 0 : Long.parseUnsignedLong(content, 16);
  }

  private static long hash(String name) {
    return new Sha256().add(name).head();
  }
}
