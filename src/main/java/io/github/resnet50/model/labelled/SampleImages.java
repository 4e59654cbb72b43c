package io.github.resnet50.model.labelled;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The labelled images of {@code sample-images/}, which come with the program. */
public final class SampleImages {
  private static final String FOLDER = "/sample-images/";

  /**
   * A drawn image of a known class.
   *
   * @param name its file name
   * @param id the WordNet id of what it shows
   * @param label what it shows
   */
  public record SampleImage(String name, String id, String label) {
    /** The encoded image. */
    public byte[] bytes() {
      return resource(name);
    }
  }

  private SampleImages() {}

  /** All samples, in the order of {@code labels.csv}. */
  public static List<SampleImage> all() {
    return new String(resource("labels.csv"), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(",", 3))
        .map(columns -> new SampleImage(columns[0], columns[1], columns[2]))
        .toList();
  }

  /**
   * The first samples as a model sees them.
   *
   * @param most of them
   * @return an image each at the model's size, as 8-bit RGB
   */
  public static List<byte[]> pixels(Preprocessing preprocessing, int most) {
    Preprocessor preprocessor = new Preprocessor(preprocessing);
    List<byte[]> pixels = new ArrayList<>();
    try (ImageDecoder decoder = new ImageDecoder(Long.MAX_VALUE)) {
      for (SampleImage sample : all().stream().limit(most).toList()) {
        pixels.add(preprocessor.apply(decoder.decode(sample.bytes())).rgb());
      }
    } catch (ImageException e) {
      throw new IllegalStateException("a sample image does not decode", e);
    }
    return pixels;
  }

  private static byte[] resource(String name) {
    try (InputStream in = SampleImages.class.getResourceAsStream(FOLDER + name)) {
      if (in == null) {
        throw new IllegalStateException("the program lacks its resource " + FOLDER + name);
      }
      return in.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
