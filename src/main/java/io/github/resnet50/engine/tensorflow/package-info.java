/**
 * TensorFlow as the engine: DJL loads and runs classifiers; what needs other outputs of the
 * prepared graph, or gradients, runs on TensorFlow's own interface. Enter at {@link
 * io.github.resnet50.engine.tensorflow.TensorFlowEngine}.
 */
package io.github.resnet50.engine.tensorflow;
