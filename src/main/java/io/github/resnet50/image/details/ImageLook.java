package io.github.resnet50.image.details;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageDetails;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.ImageSource;
import io.github.resnet50.image.ImageSource.Stat;
import io.github.resnet50.image.decode.ExifBlock;
import io.github.resnet50.image.decode.ImageFormat;
import io.github.resnet50.image.preprocess.PerceptualHash;
import io.github.resnet50.image.scene.BandedSource;
import io.github.resnet50.image.scene.TileSource;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * One image on its way from its source to its pixels, of which the columns that were asked for are
 * filled in by what it passes anyway: no pixel is decoded twice, and no byte read twice but where
 * bands were chosen. Where none was asked for it holds nothing. For one thread after the other, or
 * after one that was left behind.
 */
public final class ImageLook {
  private static final Instant FIRST = Instant.parse("0000-01-01T00:00:00Z");
  private static final Instant END = Instant.parse("9999-12-31T23:59:59Z");

  private static final Set<ImageColumn> EXIF =
      EnumSet.of(
          ImageColumn.TAKEN, ImageColumn.CAMERA, ImageColumn.LATITUDE, ImageColumn.LONGITUDE);

  /** What the file's bytes tell: its size is told without them. */
  private static final Set<ImageColumn> OF_BYTES =
      Stream.concat(EXIF.stream(), Stream.of(ImageColumn.SHA256, ImageColumn.FORMAT))
          .collect(Collectors.toUnmodifiableSet());

  private final Collection<ImageColumn> columns;
  private volatile Stat stat = Stat.UNKNOWN;
  private volatile TileSource tile; // null: a file
  private volatile byte[] encoded;

  /**
   * @param columns that are wanted
   */
  public ImageLook(Collection<ImageColumn> columns) {
    this.columns = columns;
  }

  /** The bytes of an image. */
  public byte[] read(ImageRef image) throws ImageException {
    if (columns.isEmpty()) {
      return image.read();
    }
    stat = image.source().stat();
    tile = image.source() instanceof TileSource known ? known : null;
    byte[] bytes = image.read();
    encoded = fileOf(image.source(), bytes);
    return bytes;
  }

  /** The bytes of the file that an image is; null: it is none, as a tile, or nobody asks. */
  private byte[] fileOf(ImageSource source, byte[] bytes) throws ImageException {
    if (source instanceof BandedSource banded) { // what was made of its bands is nobody's file
      return columns.stream().anyMatch(OF_BYTES::contains) ? banded.file().read() : null;
    }
    return source instanceof TileSource ? null : bytes;
  }

  /** All that is known of an image that was decoded. */
  public ImageDetails details(DecodedImage image) {
    return lookedUp(image);
  }

  /** What is known of one that could not be. */
  public ImageDetails details() {
    return lookedUp(null);
  }

  /**
   * Nothing of it is kept: an image that took too long may still be looked at elsewhere.
   *
   * @param image null: not decoded
   */
  private ImageDetails lookedUp(DecodedImage image) {
    if (columns.isEmpty()) {
      return ImageDetails.NONE;
    }
    ExifFacts exif = columns.stream().anyMatch(EXIF::contains) ? exif() : ExifFacts.NONE;
    Map<ImageColumn, Object> values = new EnumMap<>(ImageColumn.class);
    for (ImageColumn column : columns) {
      Object value = lookUp(column, image, exif);
      if (value != null) {
        values.put(column, value);
      }
    }
    return new ImageDetails(values);
  }

  /** A value of the column's type; null where it is not known. */
  private Object lookUp(ImageColumn column, DecodedImage image, ExifFacts exif) {
    return switch (column) {
      case BYTES -> encoded != null ? Long.valueOf(encoded.length) : stat.bytes();
      case MODIFIED -> modified();
      case SHA256 -> encoded == null ? null : Sha256.of(encoded).hex();
      case TAKEN -> exif.taken();
      case CAMERA -> exif.camera();
      case LATITUDE -> exif.latitude();
      case LONGITUDE -> exif.longitude();
      case FORMAT ->
          encoded == null ? null : ImageFormat.ofHead(encoded).map(ImageFormat::label).orElse(null);
      case PHASH -> image == null ? null : HexFormat.of().toHexDigits(PerceptualHash.phash(image));
      case X -> tile == null ? null : Long.valueOf(tile.x());
      case Y -> tile == null ? null : Long.valueOf(tile.y());
    };
  }

  /** Null also for what no calendar has: archives may claim anything. */
  private Instant modified() {
    Instant time = stat.modified();
    boolean isDate = time != null && !time.isBefore(FIRST) && time.isBefore(END);
    return isDate ? time.truncatedTo(ChronoUnit.SECONDS) : null;
  }

  private ExifFacts exif() {
    byte[] bytes = encoded;
    return bytes == null ? ExifFacts.NONE : ExifFacts.of(ExifBlock.of(bytes));
  }
}
