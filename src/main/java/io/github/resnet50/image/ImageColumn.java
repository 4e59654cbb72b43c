package io.github.resnet50.image;

import io.github.resnet50.basics.Decimals;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;

/**
 * What a record can say of an image, in the order in which it does; by the type every format writes
 * it. The package {@code details} looks it up.
 */
public enum ImageColumn {
  /** The size of the file, or of the archive's entry. */
  BYTES(Type.WHOLE),
  /** When it was changed last, to the second. */
  MODIFIED(Type.TIME),
  /** Of the bytes, 64 hexadecimal digits. */
  SHA256(Type.TEXT),
  /**
   * When the photograph was taken by the camera's clock: EXIF's DateTimeOriginal as ISO 8601, with
   * its offset from UTC where the camera knew that.
   */
  TAKEN(Type.TEXT),
  /** Make and model of the camera. */
  CAMERA(Type.TEXT),
  /** In degrees, north positive. */
  LATITUDE(Type.NUMBER),
  /** In degrees, east positive. */
  LONGITUDE(Type.NUMBER),
  /** Such as {@code JPEG}, whatever the suffix says. */
  FORMAT(Type.TEXT),
  /** The perceptual hash of the upright picture, 16 hexadecimal digits. */
  PHASH(Type.TEXT),
  /** Of a tile: its first column in the scene. */
  X(Type.WHOLE),
  /** Of a tile: its first row in the scene. */
  Y(Type.WHOLE);

  /** The names, for help texts. */
  public static final String NAMES =
      "bytes, modified, sha256, taken, camera, latitude, longitude, format, phash, x, y";

  /** What kind of value it is. */
  public enum Type {
    /** A {@code Long}. */
    WHOLE,
    /** A {@code Double}, finite, to six decimals. */
    NUMBER,
    /** An {@code Instant}, to the second. */
    TIME,
    /** A {@code String}, which a stranger may have chosen, without control characters. */
    TEXT
  }

  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final Type type;

  ImageColumn(Type type) {
    this.type = type;
  }

  public Type type() {
    return type;
  }

  /** A value of this column as every format of text has it. */
  public String text(Object known) {
    return switch (type) {
      case WHOLE, TEXT -> known.toString();
      case NUMBER -> Decimals.measured((Double) known);
      case TIME -> ISO.format((Instant) known);
    };
  }

  /** The value that a text was made of; null where it is of nothing of this type. */
  public Object value(String text) {
    try {
      return switch (type) {
        case TEXT -> text;
        case WHOLE -> Long.valueOf(text);
        case NUMBER -> Double.valueOf(text);
        case TIME -> Instant.parse(text);
      };
    } catch (NumberFormatException | DateTimeParseException e) {
      return null; // somebody's own column
    }
  }

  /** Whether formats with types write its text without quotes. */
  public boolean isNumber() {
    return type == Type.WHOLE || type == Type.NUMBER;
  }

  /** As in outputs and options. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** All of them. */
  public static List<ImageColumn> all() {
    return List.of(values());
  }
}
