/**
 * Images as values: their location ({@link io.github.resnet50.image.ImageRef}), their pixels
 * ({@link io.github.resnet50.image.RgbImage}), orientation, and the reason for a failure ({@link
 * io.github.resnet50.image.ImageFailure}). An image passes through the packages below in this
 * order: {@code walk}, {@code decode}, {@code preprocess}.
 */
package io.github.resnet50.image;
