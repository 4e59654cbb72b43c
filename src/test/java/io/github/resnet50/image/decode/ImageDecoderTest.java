package io.github.resnet50.image.decode;

import static io.github.resnet50.image.Pictures.bytes;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Orientation;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.preprocess.PreprocessorTest;
import io.github.resnet50.image.preprocess.Resizing.Size;
import java.awt.image.BufferedImage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What holds for every format. */
class ImageDecoderTest {
  private static final ImageDecoder DECODER = new ImageDecoder(1_000_000);

  static ImageFailure failure(byte[] bytes) {
    return assertThrows(ImageException.class, () -> DECODER.decode(bytes)).failure();
  }

  @ParameterizedTest
  @ValueSource(strings = {"png", "bmp", "tiff"})
  void losslessFormatsGiveTheSamePixels(String format) throws ImageException {
    RgbImage image = Pictures.noise(31, 17, 1);
    DecodedImage decoded = DECODER.decode(Pictures.write(image, format));
    assertEquals(31, decoded.width());
    assertEquals(17, decoded.height());
    assertArrayEquals(image.rgb(), decoded.pixels().rgb());
  }

  @Test
  void jpegGivesNearlyTheSamePixels() throws ImageException {
    RgbImage image = Pictures.smooth(64, 48);
    for (byte[] jpeg :
        new byte[][] {Pictures.write(image, "jpg"), Pictures.progressiveJpeg(image)}) {
      assertTrue(Pictures.difference(image, DECODER.decode(jpeg).pixels()) < 25);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void orientationTagIsRead(int value) throws ImageException {
    Orientation orientation = Orientation.ofExif(value);
    byte[] exif = Pictures.exif(value);
    RgbImage image = Pictures.smooth(32, 16);
    byte[] png = Pictures.write(image, "png");
    byte[] withExif =
        Pictures.join(
            Arrays.copyOf(png, 33),
            Pictures.chunk("eXIf", exif),
            Arrays.copyOfRange(png, 33, png.length));
    byte[] jpeg = Pictures.withExif(Pictures.write(image, "jpg"), exif);
    for (byte[] file : new byte[][] {withExif, jpeg}) {
      DecodedImage decoded = DECODER.decode(file);
      assertEquals(orientation, decoded.orientation());
      assertEquals(orientation.swapsAxes() ? 16 : 32, decoded.width());
      assertEquals(orientation.swapsAxes() ? 32 : 16, decoded.height());
    }
  }

  /** The turns by their definition: where the stored top left corner belongs. */
  @ParameterizedTest
  @CsvSource({"1,0,0", "2,2,0", "3,2,1", "4,0,1", "5,0,0", "6,1,0", "7,1,2", "8,0,2"})
  void turnsAsExifDefinesThem(int value, int x, int y) {
    byte[] rgb = new byte[3 * 2 * 3];
    rgb[0] = 1; // top left
    rgb[3] = 2; // to its right
    RgbImage upright = Orientation.ofExif(value).apply(new RgbImage(3, 2, rgb));
    assertEquals(1, upright.rgb()[(y * upright.width() + x) * 3]);
    int right =
        switch (value) {
          case 1, 4 -> 3;
          case 2, 3 -> -3;
          case 5, 6 -> 3 * upright.width();
          default -> -3 * upright.width();
        };
    assertEquals(2, upright.rgb()[(y * upright.width() + x) * 3 + right]);
  }

  @Test
  void brokenExifIsNoReasonToFail() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.smooth(16, 16), "jpg");
    byte[] nonsense = Pictures.noise(20, 1, 9).rgb();
    assertEquals(
        Orientation.UPRIGHT, DECODER.decode(Pictures.withExif(jpeg, nonsense)).orientation());
    assertEquals(
        Orientation.UPRIGHT,
        DECODER.decode(Pictures.withExif(jpeg, Pictures.exif(9))).orientation());
    byte[] cut = Arrays.copyOf(Pictures.exif(6), 12);
    assertEquals(Orientation.UPRIGHT, DECODER.decode(Pictures.withExif(jpeg, cut)).orientation());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "gif"})
  void whatFollowsTheImageDoesNoHarm(String format) throws ImageException {
    byte[] file = Pictures.write(Pictures.smooth(40, 30), format);
    byte[] longer = Pictures.join(file, Pictures.noise(100, 1, 3).rgb());
    assertArrayEquals(DECODER.decode(file).pixels().rgb(), DECODER.decode(longer).pixels().rgb());
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "gif", "tiff"})
  void whatIsCutAnywhereFails(String format) {
    byte[] file = Pictures.write(Pictures.noise(64, 64, 4), format);
    for (double part : new double[] {0.2, 0.5, 0.8, 0.95}) {
      ImageFailure failure = failure(Arrays.copyOf(file, (int) (file.length * part)));
      assertEquals(Kind.TRUNCATED, failure.kind(), failure::toString);
    }
  }

  @Test
  void progressiveJpegCutBetweenScansFails() {
    byte[] file = Pictures.progressiveJpeg(Pictures.noise(64, 64, 4));
    for (int length = 700; length < file.length - 2; length += 97) {
      assertEquals(Kind.TRUNCATED, failure(Arrays.copyOf(file, length)).kind());
    }
  }

  @Test
  void emptyAndForeignContentIsNamed() {
    assertEquals(Kind.EMPTY, failure(new byte[0]).kind());
    assertForeign("hello, world", "text");
    assertForeign("<svg xmlns='http://www.w3.org/2000/svg'/>", "SVG");
    assertForeign("\u00ef\u00bb\u00bf<?xml version='1.0'?>\n<svg/>", "SVG");
    assertForeign("<!DOCTYPE html><html>404", "HTML");
    assertForeign("version https://git-lfs.github.com/spec/v1\noid sha256:1", "Git LFS");
    assertForeign("\u0007\u0001\u0002", "not an image");
    assertForeign("\0".repeat(700), "nothing but zeros");
  }

  @ParameterizedTest
  @CsvSource({
    "0,8BPS,PSD",
    "0,P6 3 3 255,Netpbm",
    "0,%PDF-1.7,PDF",
    "4,'ftypcrx ',CR3",
    "4,ftypqt,QuickTime",
    "4,ftypisom,MP4 video (isom)",
    "128,DICM,DICOM",
    "0,SIMPLE  =,FITS",
    "0,FUJIFILMCCD-RAW 0201,RAF",
    "0,FOVb,X3F",
    "6,HEAPCCDR,CRW",
    "0,IIRO,ORF",
    "0,MMOR,ORF",
    "0,#?RADIANCE,Radiance",
    "0,'DDS ',DirectDraw",
    "0,qoif,QOI",
    "0,gimp xcf,GIMP",
    "4,'jP  ',JPEG 2000",
    "8,'AVI ',AVI video",
    "257,ustar,TAR",
    "0,'PK\u0003\u0004',archive",
    "0,II*\0\u0010\0\0\0CR\u0002\0\0\0,CR2",
    "0,'IIU\0',RW2",
    "0,v/1\u0001,OpenEXR",
    "0,'\u001aE\u00df\u00a3',WebM",
  })
  void foreignFormatsAreNamed(int at, String mark, String name) {
    assertForeign("\u0001".repeat(at) + mark + "\u0001".repeat(40), name);
  }

  @Test
  void noMessageMovesTheCursor() {
    assertForeign("\0\0\0\u001cftypx\u001b\u009bm", "video (x m)");
  }

  /** Both begin with zeros and a two. */
  @Test
  void aTgaIsNoIcon() {
    byte[] tga =
        Pictures.join(bytes(0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 24, 0), new byte[6]);
    assertForeign(new String(tga, StandardCharsets.ISO_8859_1), "TGA");
    byte[] packed =
        Pictures.join(bytes(0, 0, 10, 0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 0, 1, 0, 24, 0), new byte[6]);
    assertForeign(new String(packed, StandardCharsets.ISO_8859_1), "TGA");
    byte[] icon =
        Pictures.join(
            bytes(0, 0, 1, 0, 1, 0, 16, 16, 0, 0, 1, 0, 32, 0, 9, 0, 0, 0, 22, 0, 0, 0),
            new byte[9]);
    assertForeign(new String(icon, StandardCharsets.ISO_8859_1), "icon");
  }

  private static void assertForeign(String content, String named) {
    ImageFailure failure = failure(content.getBytes(StandardCharsets.ISO_8859_1));
    assertEquals(Kind.UNSUPPORTED, failure.kind());
    assertTrue(failure.message().contains(named), failure::message);
  }

  @ParameterizedTest
  @ValueSource(strings = {"jpg", "png", "bmp", "gif", "tiff"})
  void tooLargeIsRefusedFromTheHeader(String format) {
    byte[] file = Pictures.write(Pictures.smooth(60, 50), format);
    ImageDecoder strict = new ImageDecoder(2999);
    ImageFailure failure = assertThrows(ImageException.class, () -> strict.decode(file)).failure();
    assertEquals(Kind.TOO_LARGE, failure.kind());
    assertTrue(failure.message().contains("60x50"), failure::message);
    assertTrue(failure.message().contains("--max-pixels"), failure::message);
  }

  @Test
  void whatNoArrayHoldsIsRefused() {
    byte[] png = Pictures.join(Pictures.pngSignature(), Pictures.pngHeader(40_000, 40_000, 8, 2));
    ImageException e =
        assertThrows(ImageException.class, () -> new ImageDecoder(Long.MAX_VALUE).decode(png));
    assertEquals(Kind.TOO_LARGE, e.failure().kind());
  }

  @Test
  void negativeSizesAreRefused() {
    byte[] bmp = Pictures.write(Pictures.smooth(8, 8), "bmp");
    ByteBuffer.wrap(bmp).put(21, (byte) 0x80);
    assertEquals(Kind.CORRUPT, failure(bmp).kind());
  }

  @Test
  void memoryRunningOutIsAFailureOfTheImage() {
    ImageCodec hungry =
        new FakeCodec(
            file -> true,
            file -> {
              throw new OutOfMemoryError("test");
            });
    ImageDecoder decoder = new ImageDecoder(1000, List.of(hungry));
    byte[] png = Pictures.write(Pictures.smooth(8, 8), "png");
    ImageException e = assertThrows(ImageException.class, () -> decoder.decode(png));
    assertEquals(Kind.OUT_OF_MEMORY, e.failure().kind());
  }

  @Test
  void reductionIsThatOfTheUprightImage() throws ImageException {
    List<Integer> asked = new ArrayList<>();
    ImageCodec reducing =
        new ImageCodec() {
          @Override
          public boolean reads(ImageFile file) {
            return true;
          }

          @Override
          public RgbImage decode(ImageFile file) throws ImageException {
            return decode(file, 1);
          }

          @Override
          public RgbImage decode(ImageFile file, int reduction) {
            asked.add(reduction);
            return Pictures.smooth(
                DecodedImage.reduced(file.width(), reduction),
                DecodedImage.reduced(file.height(), reduction));
          }
        };
    ImageDecoder decoder = new ImageDecoder(1_000_000, List.of(reducing));
    byte[] lying =
        Pictures.withExif(Pictures.write(Pictures.smooth(801, 202), "jpg"), Pictures.exif(6));
    // Standing it is 202x801: 5 and 10 times the target. Lying, the height would not do.
    Preprocessor standing = new Preprocessor(PreprocessorTest.steps(40, new Size(40, 80), 0, true));

    DecodedImage reduced = decoder.decode(lying, standing::reduction);
    assertEquals(2, reduced.reduction());
    assertEquals(401, reduced.pixels().width());
    assertEquals(202, reduced.width());
    assertEquals(801, reduced.height());

    DecodedImage full = decoder.decode(lying);
    assertEquals(1, full.reduction());
    assertEquals(801, full.pixels().width());
    assertEquals(List.of(2, 1), asked);
  }

  @Test
  void codecsInPureJavaGiveAllPixels() throws ImageException {
    Preprocessor small = new Preprocessor(PreprocessorTest.steps(8, null, 8, true));
    for (String format : List.of("jpg", "png")) {
      byte[] file = Pictures.write(Pictures.smooth(301, 200), format);
      DecodedImage image = DECODER.decode(file, small::reduction);
      assertEquals(1, image.reduction());
      assertArrayEquals(DECODER.decode(file).pixels().rgb(), image.pixels().rgb());
    }
  }

  @Test
  void sizeIsLimitedBeforeReduction() {
    Preprocessor small = new Preprocessor(PreprocessorTest.steps(8, null, 8, true));
    byte[] jpeg = Pictures.write(Pictures.smooth(301, 200), "jpg");
    ImageDecoder strict = new ImageDecoder(301 * 200 - 1);
    ImageException e =
        assertThrows(ImageException.class, () -> strict.decode(jpeg, small::reduction));
    assertEquals(Kind.TOO_LARGE, e.failure().kind());
  }

  @Test
  void bmpPaletteAndGrayAreRead() throws ImageException {
    BufferedImage gray = Pictures.buffered(Pictures.smooth(20, 10), BufferedImage.TYPE_BYTE_GRAY);
    byte[] expected = new byte[600];
    for (int i = 0; i < 600; i++) {
      expected[i] = (byte) gray.getRaster().getSample(i / 3 % 20, i / 60, 0);
    }
    for (String format : new String[] {"bmp", "png", "tiff"}) {
      assertArrayEquals(
          expected, DECODER.decode(Pictures.write(gray, format)).pixels().rgb(), format);
    }
  }
}
