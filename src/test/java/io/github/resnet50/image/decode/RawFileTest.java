package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.TestTiffs;
import io.github.resnet50.image.TestTiffs.Page;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Raw pictures laid out as cameras do; the previews are JPEGs, the sensor's data are not. */
class RawFileTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  private static final byte[] LARGE = Pictures.write(Pictures.smooth(96, 64), "jpg");
  private static final byte[] SMALL = Pictures.write(Pictures.smooth(32, 24), "jpg");

  /** A start of the JPEG in which Canon's and Adobe's sensor data lies: lossless, 14 bits. */
  private static final byte[] LOSSLESS =
      Pictures.bytes(
          0xff, 0xd8, 0xff, 0xc3, 0, 11, 14, 16, 0, 16, 0, 1, 1, 0x11, 0, 0xff, 0xda, 0, 8, 1, 1, 0,
          1, 0, 0, 1, 2, 3, 0xff, 0xd9);

  private static Page preview(int width, int height, byte[] jpeg) {
    return TestTiffs.page(width, height, 6, 3, 8).tag(254, 1).tag(259, 6).part(jpeg);
  }

  private static Page sensor(byte[] data) {
    return TestTiffs.page(400, 300, 32803, 1, 14).tag(259, 34713).part(data);
  }

  private static byte[] noise(int length) {
    byte[] noise = new byte[length];
    new Random(3).nextBytes(noise);
    return noise;
  }

  private static void assertPreview(byte[] file, Orientation orientation) throws ImageException {
    DecodedImage image = DECODER.decode(file);
    assertEquals(96, image.storedWidth());
    assertEquals(64, image.storedHeight());
    assertEquals(orientation, image.orientation());
    assertTrue(
        Arrays.equals(DECODER.decode(LARGE).pixels().rgb(), image.pixels().rgb()), "its pixels");
  }

  private static ImageFailure failure(byte[] file) {
    return assertThrows(ImageException.class, () -> DECODER.decode(file)).failure();
  }

  @Test
  void theLargestPreviewOfATiffIsThePicture() throws ImageException {
    Page nikon =
        preview(32, 24, SMALL)
            .tag(274, 6)
            .blob(271, "NIKON CORPORATION\0".getBytes(StandardCharsets.US_ASCII))
            .below(preview(96, 64, LARGE), sensor(noise(20_000)));
    assertPreview(TestTiffs.big(nikon), Orientation.ROTATED_90);
    Page sony = preview(96, 64, LARGE).tag(274, 8).below(sensor(noise(5000)));
    assertPreview(TestTiffs.little(sony), Orientation.ROTATED_270);
    Page dng =
        preview(32, 24, SMALL)
            .tag(50706, 1)
            .below(sensor(LOSSLESS).tag(259, 7), preview(96, 64, LARGE).tag(259, 7));
    assertPreview(TestTiffs.little(dng), Orientation.UPRIGHT);
  }

  /** Adobe stores tiles of the sensor's picture as JPEGs of 8 bits, which are no previews. */
  @Test
  void aTileOfTheSensorIsNoPreview() throws ImageException {
    byte[] tile = Pictures.write(Pictures.smooth(200, 200), "jpg");
    Page dng =
        preview(96, 64, LARGE)
            .tag(50706, 1)
            .below(TestTiffs.page(200, 200, 34892, 3, 8).tag(259, 34892).part(tile));
    assertPreview(TestTiffs.little(dng), Orientation.UPRIGHT);
  }

  @Test
  void otherMarksThanThoseOfTiff() throws ImageException {
    Page page = preview(96, 64, LARGE).tag(274, 3).below(sensor(noise(3000)));
    byte[] olympus = TestTiffs.little(page);
    olympus[2] = 'R';
    olympus[3] = 'O';
    assertPreview(olympus, Orientation.ROTATED_180);
    byte[] panasonic = TestTiffs.little(page);
    panasonic[2] = 'U';
    assertPreview(panasonic, Orientation.ROTATED_180);
    byte[] fuji =
        Pictures.join(
            "FUJIFILMCCD-RAW 0201FF383501X-T3".getBytes(StandardCharsets.US_ASCII),
            noise(100),
            LARGE,
            noise(5000));
    assertPreview(fuji, Orientation.UPRIGHT);
  }

  @Test
  void boxesOfCanon() throws ImageException {
    byte[] tags = TestTiffs.little(TestTiffs.page(1, 1, 2, 3, 8).tag(274, 6).part(new byte[3]));
    byte[] own = box("uuid", new byte[16], box("CNCV", new byte[9]), box("CMT1", tags));
    byte[] file =
        Pictures.join(
            box("ftyp", "crx \0\0\0\1crx isom".getBytes(StandardCharsets.US_ASCII)),
            box("moov", own, box("trak", new byte[40])),
            box("uuid", new byte[24], box("PRVW", new byte[16], SMALL)),
            box("mdat", LARGE, noise(20_000)));
    assertPreview(file, Orientation.ROTATED_90);
  }

  @Test
  void withoutAPreviewItHasToBeDeveloped() {
    Page nikon =
        TestTiffs.page(1, 1, 2, 3, 8)
            .part(new byte[3])
            .tag(254, 1)
            .blob(271, "NIKON CORPORATION\0".getBytes(StandardCharsets.US_ASCII))
            .below(sensor(noise(3000)));
    assertEquals(
        "Unsupported: a camera's raw picture (NEF) without a preview in it, which has to be"
            + " developed first",
        failure(TestTiffs.big(nikon)).toString());
    Page lossless = TestTiffs.page(1, 1, 2, 3, 8).part(LOSSLESS).tag(50706, 1);
    assertEquals(Kind.UNSUPPORTED, failure(TestTiffs.little(lossless)).kind());
  }

  @Test
  void whatIsCutInThePreviewFails() {
    byte[] file = Pictures.join("FUJIFILMCCD-RAW 0201".getBytes(StandardCharsets.US_ASCII), LARGE);
    assertEquals(Kind.TRUNCATED, failure(Arrays.copyOf(file, file.length * 2 / 3)).kind());
  }

  /** A start of a JPEG at every third byte, each of which seems to go on to the end. */
  @Test
  void startsOfJpegsAreLookedThroughOnce() {
    byte[] head = Pictures.bytes(0xff, 0xd8, 0xff, 0xe1, 0xff, 0xff);
    byte[] file = new byte[12_000_000];
    for (int at = 16; at + head.length < file.length; at += head.length) {
      System.arraycopy(head, 0, file, at, head.length);
    }
    byte[] mark = "FUJIFILMCCD-RAW ".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(mark, 0, file, 0, mark.length);
    long start = System.nanoTime();
    assertEquals(Kind.UNSUPPORTED, failure(file).kind());
    assertTrue(System.nanoTime() - start < 5e9, "soon");
  }

  private static byte[] box(String name, byte[]... content) {
    byte[] all = Pictures.join(content);
    return Pictures.join(
        ByteBuffer.allocate(4).putInt(8 + all.length).array(),
        name.getBytes(StandardCharsets.US_ASCII),
        all);
  }
}
