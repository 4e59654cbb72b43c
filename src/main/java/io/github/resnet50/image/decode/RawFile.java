package io.github.resnet50.image.decode;

import io.github.resnet50.image.ImageBytes;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The raw pictures of cameras: mostly TIFFs, some boxes, one a format of its own. What the sensor
 * measured is not developed; of the JPEGs that the camera has put in as previews the largest is the
 * picture, turned as the raw picture says.
 */
final class RawFile {
  private static final int MAKE = 271;
  private static final int STRIPS = 273;
  private static final int TILES = 324;
  private static final int DNG_VERSION = 50706;
  private static final Set<Long> SENSOR_COLORS = Set.of(32803L, 34892L);

  /** How files begin whose format is always raw. */
  private static final Map<String, String> MARKS =
      Map.of(
          "IIRO", "ORF",
          "IIRS", "ORF",
          "MMOR", "ORF",
          "IIU\0", "RW2",
          "FUJIFILMCCD-RAW", "RAF");

  /** What the makers of cameras call their TIFFs. */
  private static final Map<String, String> KINDS =
      Map.of(
          "canon", "CR2",
          "nikon", "NEF",
          "sony", "ARW",
          "pentax", "PEF",
          "ricoh", "PEF",
          "samsung", "SRW",
          "hasselblad", "3FR",
          "phase", "IIQ",
          "epson", "ERF",
          "kodak", "DCR");

  private RawFile() {}

  /**
   * Whether it is one.
   *
   * @param file the first bytes, or all: a TIFF may tell only at its end
   * @param head the very first, as text of one character a byte
   */
  static boolean isRaw(ImageBytes file, String head) {
    return kind(file, head).isPresent();
  }

  /** What it is called, such as {@code NEF}; empty where it is none. */
  private static Optional<String> kind(ImageBytes file, String head) {
    Optional<String> marked =
        MARKS.entrySet().stream()
            .filter(mark -> head.startsWith(mark.getKey()))
            .map(Map.Entry::getValue)
            .findFirst();
    if (marked.isPresent()) {
      return marked;
    }
    if (BoxBrands.main(head).equals("crx")) {
      return Optional.of("CR3");
    }
    if (!head.startsWith("II*\0") && !head.startsWith("MM\0*")) {
      return Optional.empty();
    }
    if (head.startsWith("CR", 8)) {
      return Optional.of("CR2");
    }
    List<TiffDirectory> pages = pages(file);
    if (pages.isEmpty()) {
      return Optional.empty();
    }
    if (pages.get(0).has(DNG_VERSION)) {
      return Optional.of("DNG");
    }
    String maker = pages.get(0).text(MAKE).toLowerCase(Locale.ROOT).split("\\s", -1)[0];
    return pages.stream().anyMatch(RawFile::isOfSensor)
        ? Optional.of(KINDS.getOrDefault(maker, "TIFF/EP"))
        : Optional.empty();
  }

  /**
   * Its largest preview.
   *
   * @throws ImageException where it has none, or that is damaged
   */
  static JpegFile parse(byte[] file) throws ImageException {
    ImageBytes bytes = ImageBytes.of(file);
    Set<Long> ofSensor = new HashSet<>();
    List<TiffDirectory> pages = pages(bytes);
    for (TiffDirectory page : pages) {
      if (isOfSensor(page)) {
        Arrays.stream(page.numbers(STRIPS)).forEach(ofSensor::add);
        Arrays.stream(page.numbers(TILES)).forEach(ofSensor::add);
      }
    }
    Optional<EmbeddedJpegs.Jpeg> found = EmbeddedJpegs.largest(file, ofSensor);
    if (found.isEmpty()) {
      throw new ImageException(
          Kind.UNSUPPORTED,
          "a camera's raw picture (%s) without a preview in it, which has to be developed first"
              .formatted(kind(bytes, ImageFormat.head(bytes)).orElse("")));
    }
    JpegFile preview =
        JpegFile.parse(Arrays.copyOfRange(file, found.get().from(), found.get().to()));
    Optional<Orientation> own =
        pages.isEmpty() ? Boxes.orientationOfCr3(file) : pages.get(0).givenOrientation();
    return own.map(preview::turned).orElse(preview);
  }

  /** The pages among which are those of the sensor, the first first; none where it is no TIFF. */
  private static List<TiffDirectory> pages(ImageBytes file) {
    try {
      return TiffPages.ofCamera(TiffDirectory.first(file));
    } catch (IOException e) {
      return List.of();
    }
  }

  private static boolean isOfSensor(TiffDirectory page) {
    return SENSOR_COLORS.contains(page.number(TiffSamples.PHOTOMETRIC, 0));
  }
}
