package io.github.resnet50.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Which part of its file a record is of, as its columns x and y say. */
final class RecordPart {
  /** In JSON, where quotes within strings are escaped. */
  static final Pattern KEYS = Pattern.compile(",\"x\":(\\d+),\"y\":(\\d+)");

  /** In CSV, whose last columns they are. */
  static final Pattern CELLS = Pattern.compile(",(\\d+),(\\d+)$");

  private RecordPart() {}

  /**
   * As {@link io.github.resnet50.image.ImageSource#part} says it.
   *
   * @param form {@link #KEYS} or {@link #CELLS}
   */
  static String in(Pattern form, String record) {
    Matcher place = form.matcher(record);
    return place.find() ? place.group(1) + "," + place.group(2) : "";
  }
}
