/**
 * Converts an image's pixels to those of a model's input: resizing as in Pillow, and cropping.
 * Enter at {@link io.github.resnet50.image.preprocess.Preprocessor}.
 */
package io.github.resnet50.image.preprocess;
