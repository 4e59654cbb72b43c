/**
 * A model's network in terms that its peers share (ONNX operations, NCHW), read from its prepared
 * graph and handed to them as files. Enter at {@link
 * io.github.resnet50.peers.network.NetworkReader}.
 */
package io.github.resnet50.peers.network;
