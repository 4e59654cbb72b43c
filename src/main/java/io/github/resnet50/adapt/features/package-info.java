/**
 * Pooled features of images, with seeded variants of each, computed once and kept. Enter at {@link
 * io.github.resnet50.adapt.features.FeatureRun}.
 */
package io.github.resnet50.adapt.features;
