/**
 * Makes TensorFlow's graph of an ONNX file's. Enter at {@link
 * io.github.resnet50.graph.fromonnx.OnnxImport}.
 *
 * <p>ONNX has the channels of images first, TensorFlow's fast kernels want them last. So each
 * {@link io.github.resnet50.graph.fromonnx.Value} says in which order its axes lie in memory, and a
 * transposition moves nothing until an operation needs another order. The batch has a size that
 * occurs nowhere else ({@link io.github.resnet50.graph.fromonnx.Batch}): whatever is computed of
 * shapes is computed with it, and where the result is used the batch is left open again.
 *
 * <p>To add an operation, add a case to the family where it belongs, and a case to {@code
 * OnnxImportIT}.
 */
package io.github.resnet50.graph.fromonnx;
