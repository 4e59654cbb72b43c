package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.TestTiffs;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * HEIC, AVIF and JPEG XL, which libraries of the machine read; skipped where they are missing. The
 * files are made by {@code scripts/tiny-photographs/make}.
 */
class MachineFormatsTest {
  private static final ImageDecoder DECODER = new ImageDecoder(100_000);

  private static byte[] file(String name) throws IOException {
    try (InputStream in = MachineFormatsTest.class.getResourceAsStream(name)) {
      return in.readAllBytes();
    }
  }

  private static DecodedImage decode(String name) throws IOException, ImageException {
    assumeLibraryOf(name);
    return DECODER.decode(file(name));
  }

  private static void assumeLibraryOf(String name) {
    boolean isThere;
    try {
      isThere = (name.endsWith("jxl") ? JpegXl.LIBRARY : Heif.LIBRARY).get("it") != null;
    } catch (ImageException e) {
      isThere = false;
    }
    assumeTrue(isThere, "skipped: this machine has no library for " + name);
  }

  private static ImageFailure failure(byte[] file) {
    return assertThrows(ImageException.class, () -> DECODER.decode(file)).failure();
  }

  private static void assertColor(DecodedImage image, int x, int y, int... expected) {
    byte[] rgb = image.pixels().rgb();
    int at = 3 * (y * image.width() + x);
    int[] found = {rgb[at] & 0xff, rgb[at + 1] & 0xff, rgb[at + 2] & 0xff};
    for (int i = 0; i < 3; i++) {
      assertTrue(Math.abs(found[i] - expected[i]) <= 12, () -> Arrays.toString(found));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"two.heic", "two.avif", "two.jxl", "deep.heic", "deep.jxl"})
  void pixelsAreThoseOfTheFile(String name) throws IOException, ImageException {
    DecodedImage image = decode(name);
    assertEquals(64, image.width());
    assertEquals(48, image.height());
    assertColor(image, 10, 40, 200, 30, 30);
    assertColor(image, 54, 4, 30, 30, 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"alpha.heic", "alpha.avif", "alpha.jxl"})
  void transparencyIsLaidOverWhite(String name) throws IOException, ImageException {
    DecodedImage image = decode(name);
    assertColor(image, 10, 4, 255, 255, 255);
    assertColor(image, 10, 40, 200, 30, 30);
    assertColor(image, 54, 40, 30, 30, 200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gray.heic", "gray.jxl"})
  void grayIsGray(String name) throws IOException, ImageException {
    DecodedImage image = decode(name);
    assertColor(image, 10, 40, 81, 81, 81);
    assertColor(image, 54, 4, 49, 49, 49);
  }

  /** As telephones store them; the last column and row of tiles reach over the edge. */
  @Test
  void aGridOfTilesIsOneImage() throws IOException, ImageException {
    DecodedImage image = decode("grid.heic");
    assertEquals(120, image.width());
    assertEquals(100, image.height());
    assertColor(image, 10, 10, 230, 20, 20);
    assertColor(image, 110, 10, 20, 200, 20);
    assertColor(image, 10, 90, 20, 20, 230);
    assertColor(image, 110, 90, 240, 240, 240);
  }

  @Test
  void turnedOnceAndForAll() throws IOException, ImageException {
    DecodedImage quarter = decode("grid-irot.heic");
    assertEquals(100, quarter.width());
    assertEquals(120, quarter.height());
    assertEquals(Orientation.UPRIGHT, quarter.orientation());
    assertColor(quarter, 10, 10, 20, 200, 20);
    assertColor(quarter, 90, 10, 240, 240, 240);
    DecodedImage mirrored = decode("grid-imir.heic");
    assertColor(mirrored, 10, 10, 20, 200, 20);
    DecodedImage turned = decode("turned.jxl");
    assertEquals(48, turned.width());
    assertEquals(64, turned.height());
    assertColor(turned, 24, 4, 200, 30, 30);
  }

  /** Needs no library. */
  @ParameterizedTest
  @ValueSource(strings = {"exif.heic", "exif.avif"})
  void exifIsFound(String name) throws IOException {
    byte[] block = ExifBlock.of(file(name));
    assertEquals("Pear", TiffDirectory.first(block).text(271));
    assertEquals(0, ExifBlock.of(file(name.replace("exif", "two"))).length);
  }

  @Test
  void exifIsFoundInABoxOfItsOwn() {
    byte[] tiff = TestTiffs.big(TestTiffs.page(1, 1, 2, 3, 8).blob(271, (byte) 'P'));
    String start = "\0\0\0\fJXL \r\n\u0087\n\0\0\1\0Exif\0\0\0\0";
    byte[] file = Pictures.join(start.getBytes(StandardCharsets.ISO_8859_1), tiff, new byte[9]);
    assertEquals('M', ExifBlock.of(file)[0]);
  }

  @ParameterizedTest
  @CsvSource({"two.heic", "two.avif", "two.jxl", "grid.heic"})
  void whatIsCutFails(String name) throws IOException {
    assumeLibraryOf(name);
    byte[] file = file(name);
    for (int length : new int[] {70, file.length / 2, file.length * 9 / 10, file.length - 3}) {
      ImageFailure failure = failure(Arrays.copyOf(file, length));
      assertTrue(
          failure.kind() == Kind.TRUNCATED || failure.kind() == Kind.CORRUPT, failure::toString);
    }
  }

  @Test
  void aGridWithoutOneOfItsTilesFails() throws IOException {
    assumeLibraryOf("grid.heic");
    assertEquals(Kind.CORRUPT, failure(file("grid-missing.heic")).kind());
  }

  @ParameterizedTest
  @ValueSource(strings = {"grid.heic", "two.avif", "two.jxl"})
  void sizeIsJudgedBeforeDecoding(String name) throws IOException {
    assumeLibraryOf(name);
    byte[] file = file(name);
    try (ImageDecoder small = new ImageDecoder(1000)) {
      ImageFailure failure =
          assertThrows(ImageException.class, () -> small.open(file, (w, h) -> 1)).failure();
      assertEquals(Kind.TOO_LARGE, failure.kind());
    }
  }

  @Test
  void mutantsDecodeOrFail() throws IOException {
    List<String> names =
        List.of("two.heic", "two.avif", "two.jxl", "alpha.heic", "alpha.avif", "grid.heic");
    Random random = new Random(7);
    int mutants = Integer.getInteger("mutants", 200);
    for (int i = 0; i < mutants; i++) {
      String name = names.get(i % names.size());
      assumeLibraryOf(name);
      byte[] mutant = DamagedImagesTest.mutate(file(name), random);
      String which = name + ", mutant " + i;
      assertTimeoutPreemptively(
          Duration.ofSeconds(20), () -> DamagedImagesTest.decodesOrFails(DECODER, mutant, which));
    }
  }

  /** As on a machine that has none, or one of long ago. */
  @Test
  void aMissingLibraryIsNamedWithWhatToInstall() {
    MachineLibrary<Heif> none =
        new MachineLibrary<>("libheif", List.of("heif-of-nobody"), Heif.class, "apt install it");
    ImageException missing = assertThrows(ImageException.class, () -> none.get("a HEIC image"));
    assertEquals(
        "Unsupported: a HEIC image, which takes libheif: this machine does not have it"
            + " (apt install it)",
        missing.failure().toString());
    MachineLibrary<Heif> other =
        new MachineLibrary<>("libheif", List.of("libz.so.1", "z"), Heif.class, "");
    ImageException old = assertThrows(ImageException.class, () -> other.get("a HEIC image"));
    assertTrue(old.getMessage().contains("too old, it lacks heif_"), old.getMessage());
  }
}
