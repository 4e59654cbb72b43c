/**
 * TensorFlow as the engine: DJL loads and runs classifiers; other outputs of the prepared graph and
 * gradients are computed through TensorFlow's own interface. Enter at {@link
 * io.github.resnet50.engine.tensorflow.TensorFlowEngine}.
 */
package io.github.resnet50.engine.tensorflow;
