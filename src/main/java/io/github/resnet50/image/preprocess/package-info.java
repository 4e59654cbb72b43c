/**
 * From an image's pixels to a model's: resizing as Pillow does it, and cropping. Enter at {@link
 * io.github.resnet50.image.preprocess.Preprocessor}.
 */
package io.github.resnet50.image.preprocess;
