/**
 * Files of ONNX: the schema of their messages, for who writes and who reads them, and the reader.
 * Enter at {@link io.github.resnet50.graph.onnx.file.OnnxFile}, which checks what it reads: a file
 * may come from anywhere.
 */
package io.github.resnet50.graph.onnx.file;
