/**
 * Pooled features and perceptual hashes of images, with seeded variants of each, computed once and
 * cached by content. It stands on {@code run} and below every capability. Enter at {@link
 * io.github.resnet50.features.FeatureRun}.
 */
package io.github.resnet50.features;
