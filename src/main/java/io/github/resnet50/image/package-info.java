/**
 * Images as values: where one is ({@link io.github.resnet50.image.ImageRef}), its pixels, its
 * orientation, and why there are none ({@link io.github.resnet50.image.ImageFailure}). The way of
 * an image leads through the packages below: {@code walk}, {@code decode}, {@code preprocess}.
 */
package io.github.resnet50.image;
