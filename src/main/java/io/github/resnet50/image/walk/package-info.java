/**
 * From what the user names to the images there are: lazily, in one order everywhere. Enter at
 * {@link io.github.resnet50.image.walk.ImageScanner}.
 */
package io.github.resnet50.image.walk;
