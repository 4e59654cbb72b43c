/**
 * Models as makers of features: what the last dense layer sees of an image. Enter at {@link
 * io.github.resnet50.model.features.FeatureModel}.
 */
package io.github.resnet50.model.features;
