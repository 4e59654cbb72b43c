/**
 * Graphs in the form of ONNX, which other engines run. Enter at {@link
 * io.github.resnet50.graph.onnx.OnnxConverter}, which makes one of a prepared graph.
 */
package io.github.resnet50.graph.onnx;
