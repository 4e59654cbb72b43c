/**
 * Models that can be asked what their scores rest on: activations and their gradients. Enter at
 * {@link io.github.resnet50.model.explain.ExplainableModel}.
 */
package io.github.resnet50.model.explain;
