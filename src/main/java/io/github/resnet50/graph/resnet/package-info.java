/**
 * Residual networks as TensorFlow graphs: what there is to know of one ({@link
 * io.github.resnet50.graph.resnet.ResNet}), and the one place where they are drawn ({@link
 * io.github.resnet50.graph.resnet.ResNetGraph}), with whatever weights.
 */
package io.github.resnet50.graph.resnet;
