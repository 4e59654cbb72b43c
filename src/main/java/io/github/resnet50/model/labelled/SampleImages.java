package io.github.resnet50.model.labelled;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
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
  public record Sample(String name, String id, String label) {
    /** The encoded image. */
    public byte[] bytes() {
      return resource(name);
    }
  }

  private SampleImages() {}

  /** All samples, in the order of {@code labels.csv}. */
  public static List<Sample> all() {
    return new String(resource("labels.csv"), StandardCharsets.UTF_8)
        .lines()
        .skip(1)
        .map(line -> line.split(",", 3))
        .map(columns -> new Sample(columns[0], columns[1], columns[2]))
        .toList();
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
