package io.github.resnet50.image.preprocess;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.testing.SharedFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Against pixels that Pillow made of the same files: short side to 256, then crop to 224. */
public class ReferencePixelsTest {

  @Test
  void pixelsArePillows() throws Exception {
    check(new ImageDecoder(1 << 28));
  }

  public static void check(ImageDecoder decoder) throws IOException, ImageException {
    List<Path> references = SharedFiles.under(SharedFiles.at("reference/preprocessed"), ".npy");
    List<Path> images =
        SharedFiles.under(SharedFiles.at("images/imagenet-200"), ".jpg", ".jpeg", ".JPEG");
    assertFalse(references.isEmpty());
    Preprocessor preprocessor = new Preprocessor(PreprocessorTest.steps(224, null, 256, true));
    for (Path reference : references) {
      String name = reference.getFileName().toString().replace(".npy", "");
      Path image =
          images.stream()
              .filter(path -> path.toString().contains(name))
              .findFirst()
              .orElseThrow(() -> new AssertionError("no image for " + reference));
      byte[] npy = Files.readAllBytes(reference);
      byte[] expected = Arrays.copyOfRange(npy, npy.length - 224 * 224 * 3, npy.length);
      byte[] actual = preprocessor.apply(decoder.decode(Files.readAllBytes(image))).rgb();
      assertArrayEquals(expected, actual, name);
    }
  }
}
