package io.github.resnet50.image.details;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.RandomAccessReader;
import com.drew.lang.Rational;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.StringValue;
import com.drew.metadata.exif.ExifDirectoryBase;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.exif.ExifSubIFDDirectory;
import com.drew.metadata.exif.GpsDirectory;
import com.drew.metadata.tiff.DirectoryTiffHandler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a camera has written down of a photograph. Whatever makes no sense, whoever wrote it, is not
 * known: a date that no calendar has, a place that is not on Earth, a name with control characters.
 *
 * @param taken ISO 8601; null where it is not known, as everything here
 * @param camera make and model
 * @param latitude in degrees, north positive; known where the longitude is
 * @param longitude in degrees, east positive
 */
record ExifFacts(String taken, String camera, Double latitude, Double longitude) {
  static final ExifFacts NONE = new ExifFacts(null, null, null, null);

  private static final Pattern DATE =
      Pattern.compile("(\\d{4})[:/-](\\d\\d)[:/-](\\d\\d)[ T](\\d\\d):(\\d\\d):(\\d\\d)");
  private static final DateTimeFormatter ISO =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss", Locale.ROOT);

  /** No photograph is older. */
  private static final int FIRST_YEAR = 1826;

  private static final int MOST_CHARACTERS = 200;
  private static final double PLACES = 1e6;

  /**
   * Reads a block.
   *
   * @param block a TIFF structure, or anything else
   */
  static ExifFacts of(byte[] block) {
    Metadata metadata = new Metadata();
    try {
      new TiffReader().processTiff(new ByteArrayReader(block), new WantedTags(metadata), 0);
    } catch (IOException | TiffProcessingException | RuntimeException | StackOverflowError e) {
      // What was found before the damage counts.
    }
    Directory picture = metadata.getFirstDirectoryOfType(ExifIFD0Directory.class);
    Directory photograph = metadata.getFirstDirectoryOfType(ExifSubIFDDirectory.class);
    Directory place = metadata.getFirstDirectoryOfType(GpsDirectory.class);
    Double latitude = degrees(place, GpsDirectory.TAG_LATITUDE, 90, "N", "S");
    Double longitude = degrees(place, GpsDirectory.TAG_LONGITUDE, 180, "E", "W");
    boolean isPlace = latitude != null && longitude != null;
    return new ExifFacts(
        taken(
            text(photograph, ExifDirectoryBase.TAG_DATETIME_ORIGINAL),
            text(photograph, ExifDirectoryBase.TAG_TIME_ZONE_ORIGINAL)),
        camera(
            text(picture, ExifDirectoryBase.TAG_MAKE), text(picture, ExifDirectoryBase.TAG_MODEL)),
        isPlace ? latitude : null,
        isPlace ? longitude : null);
  }

  private static String taken(String date, String offset) {
    Matcher parts = DATE.matcher(date == null ? "" : date);
    if (!parts.matches()) {
      return null;
    }
    int[] numbers = new int[6];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = Integer.parseInt(parts.group(i + 1));
    }
    if (numbers[0] < FIRST_YEAR) {
      return null;
    }
    try {
      LocalDateTime time =
          LocalDateTime.of(numbers[0], numbers[1], numbers[2], numbers[3], numbers[4], numbers[5]);
      return ISO.format(time) + offset(offset);
    } catch (DateTimeException e) {
      return null;
    }
  }

  /** As ISO 8601 has it; empty where it is not known. */
  private static String offset(String text) {
    try {
      return text == null ? "" : ZoneOffset.of(text).getId();
    } catch (DateTimeException e) {
      return "";
    }
  }

  /** Most models begin with the make, or with the first word of it. */
  private static String camera(String make, String model) {
    if (make == null || model == null) {
      return make == null ? model : make;
    }
    String brand = make.split(" ", 2)[0];
    return startsWith(model, make) || startsWith(model, brand) ? model : make + " " + model;
  }

  private static boolean startsWith(String text, String beginning) {
    return text.regionMatches(true, 0, beginning, 0, beginning.length());
  }

  /**
   * An angle in degrees, minutes and seconds.
   *
   * @param tag of the numbers; the tag before it says on which side of zero it is
   */
  private static Double degrees(
      Directory place, int tag, int most, String positive, String negative) {
    String side = text(place, tag - 1);
    Rational[] parts = place == null ? null : place.getRationalArray(tag);
    boolean isNegative = negative.equalsIgnoreCase(side);
    if (parts == null
        || parts.length < 1
        || parts.length > 3
        || !(isNegative || positive.equalsIgnoreCase(side))) {
      return null;
    }
    double degrees = 0;
    double unit = 1;
    for (Rational part : parts) {
      double value = (double) part.getNumerator() / part.getDenominator();
      if (!(value >= 0 && value <= (unit == 1 ? most : 60))) { // NaN is neither
        return null;
      }
      degrees += value / unit;
      unit *= 60;
    }
    double rounded = Math.round(degrees * PLACES) / PLACES;
    return rounded > most ? null : Double.valueOf(isNegative && rounded != 0 ? -rounded : rounded);
  }

  /** Up to the first zero byte, without blanks around it. */
  private static String text(Directory directory, int tag) {
    StringValue value = directory == null ? null : directory.getStringValue(tag);
    if (value == null) {
      return null;
    }
    byte[] bytes = value.getBytes();
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    String text = decoded(bytes, length).strip();
    boolean isPlain =
        text.codePoints()
            .allMatch(c -> !Character.isISOControl(c) && Character.getType(c) != Character.FORMAT);
    return isPlain && !text.isEmpty() && text.length() <= MOST_CHARACTERS ? text : null;
  }

  /** The standard knows ASCII; cameras write UTF-8, and old ones Latin-1. */
  private static String decoded(byte[] bytes, int length) {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(bytes, 0, length))
          .toString();
    } catch (CharacterCodingException e) {
      return new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
    }
  }

  /** Takes a few tags, and passes over all others unread, however long they claim to be. */
  private static final class WantedTags extends DirectoryTiffHandler {
    private static final Set<Integer> WANTED =
        Set.of(
            ExifDirectoryBase.TAG_MAKE,
            ExifDirectoryBase.TAG_MODEL,
            ExifDirectoryBase.TAG_DATETIME_ORIGINAL,
            ExifDirectoryBase.TAG_TIME_ZONE_ORIGINAL,
            GpsDirectory.TAG_LATITUDE_REF,
            GpsDirectory.TAG_LATITUDE,
            GpsDirectory.TAG_LONGITUDE_REF,
            GpsDirectory.TAG_LONGITUDE);

    private static final int TIFF = 42;
    private static final int MOST_BYTES = 4096;
    private static final int MOST_DIRECTORIES = 8; // a file has one of each kind

    private int directories;

    WantedTags(Metadata metadata) {
      super(metadata, null);
    }

    @Override
    public void setTiffMarker(int marker) throws TiffProcessingException {
      if (marker != TIFF) {
        throw new TiffProcessingException("no TIFF");
      }
      pushDirectory(new ExifIFD0Directory());
    }

    @Override
    public boolean tryEnterSubIfd(int tag) {
      boolean isPhotograph = tag == ExifIFD0Directory.TAG_EXIF_SUB_IFD_OFFSET;
      boolean isPlace = tag == ExifIFD0Directory.TAG_GPS_INFO_OFFSET;
      if ((!isPhotograph && !isPlace) || ++directories > MOST_DIRECTORIES) {
        return false;
      }
      pushDirectory(isPhotograph ? new ExifSubIFDDirectory() : new GpsDirectory());
      return true;
    }

    @Override
    public boolean hasFollowerIfd() {
      return false; // that of the thumbnail
    }

    @Override
    public Long tryCustomProcessFormat(int tag, int format, long count) {
      return null;
    }

    /** True: it is dealt with. */
    @Override
    public boolean customProcessTag(
        int offset,
        Set<Integer> processed,
        int header,
        RandomAccessReader reader,
        int tag,
        int bytes) {
      return !WANTED.contains(tag) || bytes > MOST_BYTES;
    }
  }
}
