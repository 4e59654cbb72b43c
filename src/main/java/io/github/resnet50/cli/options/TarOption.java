package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.walk.ImageWalk;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.Sidecars;
import io.github.resnet50.image.walk.TarStreamWalk;
import java.io.IOException;
import java.io.InputStream;
import org.apache.commons.io.input.CloseShieldInputStream;
import picocli.CommandLine.Option;

/** Images from a tar on standard input, for commands that walk them once. */
@Heading(Section.INPUT)
public final class TarOption {
  /** The path that stands for standard input. */
  private static final String STANDARD_INPUT = "-";

  @Journaled.Not("the path - is journaled")
  @Option(
      names = "--tar",
      description =
          "The PATH - is a tar on standard input, also a compressed one; it is read once.")
  public boolean given;

  /** Refuses other images beside those of the stream. */
  public void check(InputOptions input) throws UsageException {
    boolean isNamed = input.paths.contains(STANDARD_INPUT);
    if (given && (!isNamed || input.paths.size() > 1 || input.filesFrom != null)) {
      throw new UsageException("--tar goes with the PATH - and no other");
    }
  }

  /**
   * Walks the stream, which is not closed.
   *
   * @param scan its rules and its share
   * @param sidecars takes those of its images
   */
  public static ImageWalk walk(InputStream standardInput, ScanOptions scan, Sidecars sidecars)
      throws IOException {
    return TarStreamWalk.of(
        CloseShieldInputStream.wrap(standardInput), STANDARD_INPUT, scan, sidecars);
  }

  /** As above, for those who read images again until they release them. */
  public static ImageWalk kept(InputStream standardInput, ScanOptions scan) throws IOException {
    return TarStreamWalk.kept(CloseShieldInputStream.wrap(standardInput), STANDARD_INPUT, scan);
  }
}
