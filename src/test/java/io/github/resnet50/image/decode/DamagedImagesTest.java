package io.github.resnet50.image.decode;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.image.DecodedImage;
import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.Pictures;
import io.github.resnet50.testing.SharedFiles;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes are: pixels or an {@link ImageException}, soon. */
class DamagedImagesTest {
  private static final ImageDecoder DECODER = new ImageDecoder(4_000_000);

  /** Text that a message must not hold: traces of exceptions that nobody translated. */
  private static final List<String> UGLY = List.of("java.", "null", "Exception");

  @Test
  void mutantsDecodeOrFail() throws IOException {
    List<byte[]> files = new ArrayList<>();
    for (String format : List.of("jpg", "png", "gif", "bmp", "tiff")) {
      files.add(Pictures.write(Pictures.smooth(70, 50), format));
    }
    files.add(Pictures.progressiveJpeg(Pictures.noise(40, 40, 1)));
    BufferedImage fax =
        Pictures.buffered(Pictures.noise(40, 40, 2), BufferedImage.TYPE_BYTE_BINARY);
    for (String compression : List.of("LZW", "JPEG", "ZLib")) {
      files.add(
          TiffCodecTest.written(
              Pictures.buffered(Pictures.smooth(70, 50), BufferedImage.TYPE_3BYTE_BGR),
              compression));
    }
    files.add(TiffCodecTest.written(fax, "CCITT T.6"));
    Random random = new Random(20);
    for (int i = 0; i < 1000; i++) {
      byte[] mutant = mutate(files.get(i % files.size()), random);
      int seed = i;
      assertTimeoutPreemptively(
          Duration.ofSeconds(5), () -> decodesOrFails(mutant, "mutant " + seed));
    }
  }

  static byte[] mutate(byte[] file, Random random) {
    byte[] mutant = file.clone();
    // Mostly in the header, where the damage is worst.
    int reach = random.nextBoolean() ? Math.min(200, mutant.length) : mutant.length;
    for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
      mutant[random.nextInt(reach)] = (byte) random.nextInt(256);
    }
    return random.nextInt(4) == 0 ? Arrays.copyOf(mutant, random.nextInt(mutant.length)) : mutant;
  }

  private static boolean decodesOrFails(byte[] file, String name) {
    return decodesOrFails(DECODER, file, name);
  }

  static boolean decodesOrFails(ImageDecoder decoder, byte[] file, String name) {
    try {
      DecodedImage image = decoder.decode(file);
      assertEquals(image.pixels().rgb().length, image.width() * image.height() * 3);
      return true;
    } catch (ImageException e) {
      String message = e.failure().message();
      assertFalse(message.isBlank(), name);
      assertTrue(UGLY.stream().noneMatch(message::contains), () -> name + ": " + message);
      return false;
    }
  }

  @Test
  void hardImagesDecodeOrFail() throws IOException {
    Path folder = SharedFiles.at("images/hard");
    List<String> decoded = new ArrayList<>();
    for (Path file : SharedFiles.under(folder, "")) {
      String name = folder.relativize(file).toString().replace('\\', '/');
      if (decodesOrFails(Files.readAllBytes(file), name)) {
        decoded.add(name);
      }
    }
    assertEquals(
        List.of(
            "broken/broken_exif_dpi.jpg", "broken/png-named.jpg", "broken/truncated_end_chunk.png"),
        decoded.stream().filter(name -> name.startsWith("broken/")).toList());
    assertEquals(16, decoded.stream().filter(name -> name.startsWith("orientation/")).count());
    assertEquals(
        List.of(),
        SharedFiles.under(
                folder.resolve("formats"), ".jpg", ".png", ".gif", ".bmp", ".webp", ".tif", ".tiff")
            .stream()
            .map(file -> folder.relativize(file).toString().replace('\\', '/'))
            .filter(name -> !decoded.contains(name))
            .toList());
  }
}
