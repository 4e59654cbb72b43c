package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.decode.ImageDecoder;
import picocli.CommandLine.Option;

/** Limits on one image. */
@Heading(Section.INPUT)
public final class ImageLimits {
  @Range(min = 1)
  @Journaled("max_pixels")
  @Option(
      names = "--max-pixels",
      paramLabel = "N",
      defaultValue = "" + ImageDecoder.MAX_PIXELS,
      description = "Refuse larger images before decoding (default: ${DEFAULT-VALUE}).")
  private long maxPixels;

  @Range(min = 0, aboveMin = true, max = 86_400, maxInWords = "a day", unit = "seconds")
  @Journaled.Not("what fails by it depends on the machine; --retry-failed tries it again")
  @Option(
      names = "--image-timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description =
          "An image that takes longer to read or decode has failed (default: ${DEFAULT-VALUE}).")
  private double imageTimeout;

  /** Larger images are refused before they are decoded. */
  public long maxPixels() {
    return maxPixels;
  }

  /** Seconds that reading or decoding one image may take. */
  public double imageSeconds() {
    return imageTimeout;
  }
}
