package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.TestJpegs;
import io.github.resnet50.testing.SharedFiles;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The machine's libjpeg-turbo, where it has one, against the JDK's libjpeg. */
class TurboJpegCodecTest {
  private static ImageDecoder decoder;
  private static TurboJpegCodec codec;

  @BeforeAll
  static void find() {
    List<TurboJpegCodec> found = TurboJpegCodec.ofMachine();
    assumeFalse(found.isEmpty(), TurboJpegCodec::about);
    codec = found.get(0);
    decoder = new ImageDecoder(1 << 28, found);
  }

  @AfterAll
  static void close() {
    if (decoder != null) {
      decoder.close();
    }
  }

  private static void assertSamePixels(byte[] jpeg, String name) throws ImageException {
    ImageFile file = JpegFile.parse(jpeg);
    if (codec.reads(file)) {
      assertArrayEquals(new JpegCodec().decode(file).rgb(), codec.decode(file).rgb(), name);
    }
  }

  @Test
  void pixelsAreTheSame() throws ImageException {
    for (RgbImage image :
        List.of(Pictures.smooth(97, 63), Pictures.noise(33, 50, 1), Pictures.noise(1, 1, 1))) {
      assertSamePixels(Pictures.write(image, "jpg"), "baseline");
      assertSamePixels(Pictures.progressiveJpeg(image), "progressive");
      BufferedImage gray = Pictures.buffered(image, BufferedImage.TYPE_BYTE_GRAY);
      assertSamePixels(Pictures.write(gray, "jpg"), "gray");
    }
    for (int restart : new int[] {0, 7}) {
      assertSamePixels(TestJpegs.blocks(10, 3, restart, false), "restart markers");
    }
    assertSamePixels(TestJpegs.blocks(10, 3, 0, true), "a scan a component");
  }

  @Test
  void pixelsOfPhotographsAreTheSame() throws Exception {
    for (String folder : List.of("images/imagenet-200", "images/hard/orientation")) {
      for (Path file : SharedFiles.under(SharedFiles.at(folder), ".jpg", ".JPEG")) {
        assertSamePixels(Files.readAllBytes(file), file.toString());
      }
    }
  }

  @Test
  void everyDamageHasItsVerdict() {
    new JpegVerdicts().check(decoder, new ImageDecoder(1_000_000));
  }

  @Test
  void mutantsHaveOneVerdictAndOneSetOfPixels() {
    RgbImage image = Pictures.noise(70, 50, 2);
    List<byte[]> files =
        List.of(
            Pictures.write(Pictures.smooth(70, 50), "jpg"),
            Pictures.write(image, "jpg"),
            Pictures.progressiveJpeg(image),
            TestJpegs.blocks(9, 3, 4, false));
    ImageDecoder java = new ImageDecoder(1 << 28);
    Random random = new Random(8);
    List<String> differ = new ArrayList<>();
    for (int i = 0; i < 1200; i++) {
      byte[] mutant = DamagedImagesTest.mutate(files.get(i % files.size()), random);
      int reduction = i % 2 == 0 ? 1 : 4;
      String here = JpegVerdicts.verdict(decoder, mutant, reduction);
      String there = JpegVerdicts.verdict(java, mutant, 1);
      if (!here.equals(there)
          || (reduction == 1 && !pixels(decoder, mutant).equals(pixels(java, mutant)))) {
        differ.add(i + ": " + here + ", but " + there);
      }
    }
    assertEquals(List.of(), differ);
  }

  private static String pixels(ImageDecoder decoder, byte[] jpeg) {
    try {
      return Pictures.crc(decoder.decode(jpeg).pixels().rgb());
    } catch (ImageException e) {
      return "none";
    }
  }

  @Test
  void whatLibrariesMakeDifferentPixelsOfIsLeftToOthers() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.noise(40, 40, 1), "jpg");
    int sampling = TestJpegs.place(jpeg, 0xc0, 0) + 11;
    assertEquals(0x22, jpeg[sampling]);
    assertTrue(codec.reads(JpegFile.parse(jpeg)));
    jpeg[sampling] = 0x12;
    assertFalse(codec.reads(JpegFile.parse(jpeg)));
    assertFalse(codec.reads(JpegFile.parse(TestJpegs.blocks(10, 4, 0, false))));
  }

  @Test
  void largeAndSmallTakeTurns() throws ImageException {
    byte[] large = Pictures.write(Pictures.smooth(1600, 1200), "jpg");
    byte[] small = Pictures.write(Pictures.noise(33, 50, 1), "jpg");
    for (int i = 0; i < 3; i++) {
      assertSamePixels(large, "large");
      assertSamePixels(small, "small");
    }
  }

  @Test
  void manyThreadsShareOneCodec() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.smooth(300, 200), "jpg");
    ImageFile file = JpegFile.parse(jpeg);
    byte[] expected = new JpegCodec().decode(file).rgb();
    IntStream.range(0, 400)
        .parallel()
        .forEach(
            i -> {
              try {
                assertArrayEquals(expected, codec.decode(file).rgb());
              } catch (ImageException e) {
                throw new AssertionError(e);
              }
            });
  }
}
