package io.github.resnet50.graph.resnet;

import io.github.resnet50.graph.HostTensor;

/** Where a {@link ResNetGraph} gets its numbers; asked for each tensor once, in the order drawn. */
public interface ResNetWeights {

  /**
   * A convolution.
   *
   * @param node its name in the graph, such as {@code stage1/block1/2}
   * @param path its name in state dictionaries, such as {@code layer1.0.conv2}
   * @param in channels of its input
   * @param size rows and columns of the kernel
   */
  record Convolution(String node, String path, int in, int out, int size, int stride, int groups) {}

  /** A kernel {@code [size, size, in / groups, out]}. */
  HostTensor kernel(Convolution convolution);

  /** The bias of a convolution that has one, {@code [out]}. */
  HostTensor bias(Convolution convolution);

  /**
   * A batch normalisation as it is used after training.
   *
   * @param path its name in state dictionaries, such as {@code layer1.0.bn2}
   * @param closesBlock whether its output is added to a shortcut
   */
  Normalisation normalisation(String path, int channels, boolean closesBlock);

  /** The weights of the dense layer, {@code [features, classes]}. */
  HostTensor denseKernel(int features, int classes);

  /** Its bias, {@code [classes]}. */
  HostTensor denseBias(int classes);

  /** The four vectors of a batch normalisation. */
  record Normalisation(HostTensor gamma, HostTensor beta, HostTensor mean, HostTensor variance) {}
}
