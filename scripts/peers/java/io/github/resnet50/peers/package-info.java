/**
 * Measures the product beside its peers. Enter at {@link io.github.resnet50.peers.ComparePeers};
 * every contestant runs in a process of its own, which {@link io.github.resnet50.peers.Contestants}
 * knows how to start.
 */
package io.github.resnet50.peers;
