/** DJL used as its own examples use it. */
package io.github.resnet50.peers.djl;
