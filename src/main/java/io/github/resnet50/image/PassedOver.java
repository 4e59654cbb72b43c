package io.github.resnet50.image;

import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a walk came across and did not take, counted. The components, in snake case, are keys of the
 * timing report.
 *
 * @param photographs files that look like photographs, and that the user did not ask to leave out
 * @param reasons why entries of directories were passed over; only what occurs
 * @param suffixes of the files passed over as {@link Reason#SUFFIX}, in lower case and without the
 *     dot; {@code ""} is no suffix, and {@code "*"} stands for all beyond the first few dozen
 * @param systemFolders folders passed over as {@link Reason#SYSTEM}, by name
 * @param withoutSuffix what the files without a suffix are
 */
public record PassedOver(
    long photographs,
    Map<Reason, Count> reasons,
    Map<String, Long> suffixes,
    Map<String, Long> systemFolders,
    WithoutSuffix withoutSuffix) {
  /** Nothing. */
  public static final PassedOver NOTHING =
      new PassedOver(0, Map.of(), Map.of(), Map.of(), WithoutSuffix.NONE);

  public PassedOver {
    reasons = Collections.unmodifiableSortedMap(new TreeMap<>(reasons));
    suffixes = Collections.unmodifiableSortedMap(new TreeMap<>(suffixes));
    systemFolders = Collections.unmodifiableSortedMap(new TreeMap<>(systemFolders));
  }

  /** Why an entry of a directory is passed over. */
  public enum Reason {
    /** The name does not end as an image's does. */
    SUFFIX,
    /** The name begins with a dot. */
    HIDDEN,
    /** A symbolic link that is not followed. */
    LINK,
    /** A symbolic link to nothing. */
    BROKEN_LINK,
    /** See the names that systems use for themselves. */
    SYSTEM,
    /** The user asked to leave it out. */
    EXCLUDED,
    /** The user asked for others. */
    NOT_INCLUDED,
    /** A directory deeper than the user wants the walk to go. */
    TOO_DEEP,
    /** A FIFO, a socket or a device. */
    SPECIAL,
    /** A link to a directory that the walk is in. */
    LOOP,
    /** An archive in a folder that is damaged, encrypted or not whole, or none at all. */
    UNREADABLE_ARCHIVE;

    /** As in reports: {@code broken_link}. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * How many entries of a directory.
   *
   * @param files all that are no folders
   * @param photographs those of the files that look like photographs
   * @param folders which were not entered
   * @param imageFolders those of the folders that may well hold images
   */
  public record Count(long files, long photographs, long folders, long imageFolders) {
    public static final Count NONE = new Count(0, 0, 0, 0);

    public Count plus(Count other) {
      return new Count(
          files + other.files,
          photographs + other.photographs,
          folders + other.folders,
          imageFolders + other.imageFolders);
    }
  }

  /**
   * What files without a suffix are by their first bytes.
   *
   * @param images in formats that can be read
   * @param otherImages in others
   * @param notRead not known: the first bytes of a bounded number of files are read
   */
  public record WithoutSuffix(long images, long otherImages, long notRead) {
    public static final WithoutSuffix NONE = new WithoutSuffix(0, 0, 0);

    public WithoutSuffix plus(WithoutSuffix other) {
      return new WithoutSuffix(
          images + other.images, otherImages + other.otherImages, notRead + other.notRead);
    }
  }

  /** What was passed over for a reason; zeros where there is none. */
  public Count count(Reason reason) {
    return reasons.getOrDefault(reason, Count.NONE);
  }

  public boolean isNothing() {
    return reasons.isEmpty();
  }
}
