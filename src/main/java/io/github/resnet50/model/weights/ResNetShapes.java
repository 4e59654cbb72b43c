package io.github.resnet50.model.weights;

import io.github.resnet50.graph.resnet.ResNet;
import io.github.resnet50.graph.resnet.ResNet.Block;
import io.github.resnet50.graph.resnet.ResNet.Stage;
import io.github.resnet50.graph.resnet.ResNet.Stem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Recognises the {@link ResNet} whose state dictionary has these names and shapes, by a few of
 * them; where one of those is missing, ResNet50's takes its place. Whether all the others fit is
 * seen afterwards.
 *
 * @param shapes of the tensors by name, as torchvision and timm name them
 */
record ResNetShapes(Map<String, List<Long>> shapes) {
  private static final int STAGES = 4;
  private static final int MOST_CHANNELS = 1 << 16;
  private static final Pattern BLOCK = Pattern.compile("layer([1-4])\\.(\\d{1,4})\\..*");

  /** The architecture that these are of, if they are of any. */
  ResNet architecture() {
    boolean bottleneck =
        shapes.keySet().stream().anyMatch(name -> name.matches("layer[1-4]\\.\\d+\\.conv3\\..*"))
            || !shapes.containsKey("layer1.0.conv2.weight");
    int width = size("layer1.0.conv2.weight", 0, 64);
    int first = size("layer1.0.conv1.weight", 0, width);
    int out = bottleneck ? size("layer1.0.conv3.weight", 0, 256) : width;
    int[] blocks = blocks();
    List<Stage> stages = new ArrayList<>();
    for (int i = 0; i < STAGES; i++) {
      int squeezed = size("layer" + (i + 1) + ".0.se.fc1.weight", 0, 0);
      stages.add(new Stage(blocks[i], first << i, width << i, out << i, squeezed));
    }
    String firstKernel = shapes.containsKey("conv1.0.weight") ? "conv1.0.weight" : "conv1.weight";
    return new ResNet(
        size(firstKernel, 1, 3) == 1 ? 1 : 3,
        stem(firstKernel),
        new Block(bottleneck, groups(bottleneck, first), pooledShortcut(), shortcutSize()),
        stages,
        size("fc.weight", 0, 1000));
  }

  private Stem stem(String firstKernel) {
    boolean deep = firstKernel.equals("conv1.0.weight");
    List<Integer> widths =
        deep
            ? List.of(
                size("conv1.0.weight", 0, 32),
                size("conv1.3.weight", 0, 32),
                size("conv1.6.weight", 0, 64))
            : List.of(size("conv1.weight", 0, 64));
    return new Stem(widths, shapes.containsKey("maxpool.0.weight"));
  }

  private int[] blocks() {
    int[] blocks = new int[STAGES];
    for (String name : shapes.keySet()) {
      Matcher matcher = BLOCK.matcher(name);
      if (matcher.matches()) {
        int stage = Integer.parseInt(matcher.group(1)) - 1;
        // Names may claim any number; there cannot be more blocks than names.
        blocks[stage] =
            Math.max(
                blocks[stage], Math.min(shapes.size(), 1 + Integer.parseInt(matcher.group(2))));
      }
    }
    for (int stage = 0; stage < STAGES; stage++) {
      if (blocks[stage] == 0) {
        blocks[stage] = ResNet.resNet50(1).stages().get(stage).blocks();
      }
    }
    return blocks;
  }

  private int groups(boolean bottleneck, int in) {
    int perGroup = size("layer1.0.conv2.weight", 1, in);
    return bottleneck && in % perGroup == 0 ? in / perGroup : 1;
  }

  /** timm has the average before the convolution, which is then second of its sequence. */
  private boolean pooledShortcut() {
    return shapes.getOrDefault("layer2.0.downsample.1.weight", List.of()).size() == 4;
  }

  private int shortcutSize() {
    String path = "layer2.0.downsample." + (pooledShortcut() ? 1 : 0) + ".weight";
    return size(path, 2, 1) == 3 ? 3 : 1;
  }

  /** One size of a tensor; another number where there is none that can be one of channels. */
  private int size(String name, int dimension, int otherwise) {
    List<Long> shape = shapes.getOrDefault(name, List.of());
    boolean possible =
        shape.size() > dimension
            && shape.get(dimension) >= 1
            && shape.get(dimension) <= MOST_CHANNELS;
    return possible ? shape.get(dimension).intValue() : otherwise;
  }
}
