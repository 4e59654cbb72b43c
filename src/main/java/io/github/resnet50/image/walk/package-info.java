/**
 * Finds the images below the paths that the user names: lazily, and in the same order on every
 * machine. Enter at {@link io.github.resnet50.image.walk.ImageScanner}.
 */
package io.github.resnet50.image.walk;
