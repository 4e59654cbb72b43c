/**
 * ONNX Runtime in the product's own pipeline: the same decoding, resizing, batching and writing, so
 * that nothing but the engine differs. Enter at {@link io.github.resnet50.peers.ort.OrtPeer}.
 */
package io.github.resnet50.peers.ort;
