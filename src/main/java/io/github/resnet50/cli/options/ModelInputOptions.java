package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.preprocess.CropMode;
import io.github.resnet50.image.preprocess.Interpolation;
import io.github.resnet50.model.InputChoice;
import java.util.List;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;

/** What a model's input is to be where not as the model came with; named as in timm. */
@Heading(Section.MODEL)
public final class ModelInputOptions {
  @Range(min = 1, max = 4096, unit = "pixels")
  @Journaled("input_size")
  @Option(
      names = "--input-size",
      paramLabel = "N",
      split = ",",
      hideParamSyntax = true, // of most commands it is one
      description =
          "Show the model N x N pixels, if its graph takes other sizes than its own; the resize"
              + " before the crop follows. Of several, evaluate makes a price list.")
  private List<Integer> sizes = List.of();

  @Range(min = CropMode.LEAST_PCT, max = 1)
  @Journaled("crop_pct")
  @Option(
      names = "--crop-pct",
      paramLabel = "SHARE",
      description =
          "The crop's share of the resized image: the resize is to N / SHARE (default: as the model"
              + " says).")
  private Double cropPct;

  @Journaled("crop_mode")
  @Option(
      names = "--crop-mode",
      paramLabel = "MODE",
      description =
          "What becomes of another shape: center cuts its ends off, squash changes its aspect,"
              + " border adds bars of the mean (default: as the model says).")
  private CropMode cropMode;

  @Journaled("interpolation")
  @Option(
      names = "--interpolation",
      paramLabel = "HOW",
      description =
          "Resize by bilinear, bicubic or lanczos, as Pillow does (default: as the model says).")
  private Interpolation interpolation;

  /**
   * The one input that is wanted.
   *
   * @throws UsageException where there are several sizes
   */
  public InputChoice choice() throws UsageException {
    if (sizes.size() > 1) {
      throw new UsageException(
          "--input-size %s: one size; evaluate alone takes several"
              .formatted(sizes.stream().map(String::valueOf).collect(Collectors.joining(","))));
    }
    return choices().get(0);
  }

  /** One for each size, in their order; one where no size is given. */
  public List<InputChoice> choices() {
    return sizes.isEmpty()
        ? List.of(choice(null))
        : sizes.stream().distinct().map(this::choice).toList();
  }

  private InputChoice choice(Integer size) {
    return new InputChoice(size, cropPct, cropMode, interpolation, null);
  }
}
