package io.github.resnet50.graph.resnet;

import java.util.List;

/**
 * The architecture of a residual network (He et al. 2015) in the forms that torchvision and timm
 * build: strides in the 3×3 convolutions ("v1.5"), ReLU, batch normalisation, one dense layer.
 *
 * @param channels of the images: 3, or 1 for gray
 * @param stages four of them; all but the first halve the resolution
 * @param classes outputs of the dense layer
 */
public record ResNet(int channels, Stem stem, Block block, List<Stage> stages, int classes) {

  /**
   * What comes before the stages: down to a quarter of the resolution.
   *
   * @param widths the outputs of its convolutions: one of 7×7, or three of 3×3
   * @param pooledByConvolution whether a convolution reduces last, in place of a max-pooling
   */
  public record Stem(List<Integer> widths, boolean pooledByConvolution) {
    public Stem {
      widths = List.copyOf(widths);
    }

    /** Whether it has three convolutions of 3×3 in place of one of 7×7. */
    public boolean isDeep() {
      return widths.size() > 1;
    }

    /** The channels that the first stage gets. */
    public int out() {
      return widths.get(widths.size() - 1);
    }
  }

  /**
   * What all blocks have in common.
   *
   * @param bottleneck three convolutions, 1×1, 3×3, 1×1, in place of two of 3×3
   * @param groups of the 3×3 convolutions of bottlenecks
   * @param pooledShortcut whether shortcuts reduce the resolution by averages, not by a stride
   * @param shortcutSize of the kernels in shortcuts that reduce the resolution: 1 or 3
   */
  public record Block(boolean bottleneck, int groups, boolean pooledShortcut, int shortcutSize) {}

  /**
   * Blocks of one resolution.
   *
   * @param blocks how many
   * @param first outputs of a block's first convolution
   * @param width outputs of its 3×3 convolution
   * @param out outputs of the block
   * @param squeezed channels in the middle of its squeeze-and-excitation (Hu et al. 2017); 0: none
   */
  public record Stage(int blocks, int first, int width, int out, int squeezed) {}

  public ResNet {
    stages = List.copyOf(stages);
  }

  /** Numbers that the dense layer gets of an image. */
  public int features() {
    return stages.get(stages.size() - 1).out();
  }

  /** ResNet50, on colours. */
  public static ResNet resNet50(int classes) {
    return new ResNet(
        3,
        new Stem(List.of(64), false),
        new Block(true, 1, false, 1),
        List.of(
            new Stage(3, 64, 64, 256, 0),
            new Stage(4, 128, 128, 512, 0),
            new Stage(6, 256, 256, 1024, 0),
            new Stage(3, 512, 512, 2048, 0)),
        classes);
  }

  /**
   * As torchvision or timm would call it, such as {@code resnet50} or {@code seresnext26t_32x4d}.
   */
  public String name() {
    int blocks = stages.stream().mapToInt(Stage::blocks).sum();
    int depth = blocks * (block.bottleneck() ? 3 : 2) + 2;
    int width = stages.get(0).width();
    String cardinality =
        block.groups() > 1 ? "_%dx%dd".formatted(block.groups(), width / block.groups()) : "";
    boolean wide = block.groups() == 1 && width > 64 && width % 64 == 0;
    return (wide ? "wide_" : "")
        + (stages.get(0).squeezed() > 0 ? "se" : "")
        + (block.groups() > 1 ? "resnext" : "resnet")
        + depth
        + suffix()
        + cardinality
        + (wide ? "_" + width / 64 : "");
  }

  /** timm's letter for the stem and the shortcuts. */
  private String suffix() {
    if (!stem.isDeep()) {
      return block.pooledShortcut() ? "-avgdown" : "";
    }
    if (stem.widths().equals(List.of(64, 64, 128))) {
      return block.pooledShortcut() ? "e" : "s";
    }
    if (!stem.widths().get(0).equals(stem.widths().get(1))) {
      return "t";
    }
    return block.pooledShortcut() ? "d" : "c";
  }
}
