/**
 * ONNX Runtime as the engine: it runs what {@code graph.onnx} makes of a prepared graph. What needs
 * TensorFlow itself (preparing, gradients, decoding JPEG) comes from {@code engine.tensorflow}.
 *
 * <p>It is called by its own interface, not by DJL's, which neither lets one session serve several
 * threads without a copy of each batch nor asks for some of a graph's outputs. Enter at {@link
 * io.github.resnet50.engine.onnxruntime.OnnxRuntimeEngine}.
 */
package io.github.resnet50.engine.onnxruntime;
