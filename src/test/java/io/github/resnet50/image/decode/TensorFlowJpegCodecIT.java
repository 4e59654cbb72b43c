package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.engine.tensorflow.TensorFlowJpegCodec;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure.Kind;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.image.RgbImage;
import io.github.resnet50.image.TestJpegs;
import io.github.resnet50.image.preprocess.ReferencePixelsTest;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.testing.SharedFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** TensorFlow's decoder against the JDK's. */
class TensorFlowJpegCodecIT {
  private static TensorFlowJpegCodec codec;

  @BeforeAll
  static void load() throws ModelException {
    new NativeLibrary(Home.of(System.getenv())).load();
    codec = new TensorFlowJpegCodec();
  }

  @AfterAll
  static void close() {
    if (codec != null) {
      codec.close();
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
    for (RgbImage image : List.of(Pictures.smooth(97, 63), Pictures.noise(33, 50, 1))) {
      assertSamePixels(Pictures.write(image, "jpg"), "baseline");
      assertSamePixels(Pictures.progressiveJpeg(image), "progressive");
    }
  }

  @Test
  void pixelsOfPhotographsAreTheSame() throws Exception {
    for (String folder : List.of("images/imagenet-200", "images/hard/orientation")) {
      for (Path file : SharedFiles.under(SharedFiles.at(folder), ".jpg", ".JPEG")) {
        assertSamePixels(Files.readAllBytes(file), file.toString());
      }
    }
    ReferencePixelsTest.check(new ImageDecoder(1 << 28, List.of(new TensorFlowJpegCodec())));
  }

  @Test
  void theMachinesLibraryReducesAlike() throws Exception {
    List<TurboJpegCodec> found = TurboJpegCodec.ofMachine();
    assumeFalse(found.isEmpty(), "no libturbojpeg");
    RgbImage noise = Pictures.noise(131, 77, 3);
    List<byte[]> files =
        new ArrayList<>(List.of(Pictures.write(noise, "jpg"), Pictures.progressiveJpeg(noise)));
    for (Path file : SharedFiles.under(SharedFiles.at("images/hard/orientation"), ".jpg")) {
      files.add(Files.readAllBytes(file));
    }
    try (TurboJpegCodec machines = found.get(0)) {
      for (byte[] jpeg : files) {
        ImageFile file = JpegFile.parse(jpeg);
        for (int reduction = 1; reduction <= 8; reduction *= 2) {
          byte[] expected = codec.decode(file, reduction).rgb();
          assertArrayEquals(expected, machines.decode(file, reduction).rgb());
        }
      }
    }
  }

  @Test
  void missingPixelsFailAsEverywhere() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.noise(80, 80, 1), "jpg");
    byte[] cut = Arrays.copyOf(jpeg, jpeg.length / 2);
    assertFalse(codec.reads(JpegFile.parse(cut)));
    cut[cut.length - 2] = (byte) 0xff;
    cut[cut.length - 1] = (byte) 0xd9;
    ImageFile file = JpegFile.parse(cut);
    assertTrue(codec.reads(file));
    ImageException e = assertThrows(ImageException.class, () -> codec.decode(file));
    assertEquals(Kind.TRUNCATED, e.failure().kind());
  }

  @Test
  void everyDamageHasItsVerdict() {
    try (ImageDecoder decoder = new ImageDecoder(1_000_000, List.of(new TensorFlowJpegCodec()))) {
      new JpegVerdicts().check(decoder, new ImageDecoder(1_000_000));
    }
  }

  @Test
  void manyThreadsShareOneCodec() throws ImageException {
    byte[] jpeg = Pictures.write(Pictures.smooth(300, 200), "jpg");
    ImageFile file = JpegFile.parse(jpeg);
    byte[] expected = codec.decode(file).rgb();
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

  @Test
  void mutantsHaveOneVerdict() {
    RgbImage image = Pictures.noise(70, 50, 2);
    List<byte[]> files =
        List.of(
            Pictures.write(Pictures.smooth(70, 50), "jpg"),
            Pictures.write(image, "jpg"),
            Pictures.progressiveJpeg(image),
            TestJpegs.blocks(9, 3, 4, false));
    ImageDecoder java = new ImageDecoder(1_000_000);
    Random random = new Random(8);
    List<String> differ = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder(1_000_000, List.of(new TensorFlowJpegCodec()))) {
      for (int i = 0; i < 1200; i++) {
        byte[] mutant = DamagedImagesTest.mutate(files.get(i % files.size()), random);
        String here = JpegVerdicts.verdict(decoder, mutant, i % 2 == 0 ? 1 : 4);
        String there = JpegVerdicts.verdict(java, mutant, 1);
        if (!here.equals(there)) {
          differ.add(i + ": " + here + ", but " + there);
        }
      }
    }
    assertEquals(List.of(), differ);
  }
}
