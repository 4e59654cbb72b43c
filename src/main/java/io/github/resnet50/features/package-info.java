/**
 * Pooled features and perceptual hashes of images, with seeded variants of each, computed once and
 * cached by content. It builds on {@code run} and is used by the capabilities. Enter at {@link
 * io.github.resnet50.features.FeatureRun}.
 */
package io.github.resnet50.features;
