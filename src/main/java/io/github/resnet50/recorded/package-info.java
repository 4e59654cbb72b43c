/**
 * Records of an earlier run and the images that they are of: for commands that do something with
 * predictions instead of making them. Enter at {@link io.github.resnet50.recorded.RecordedImages}.
 */
package io.github.resnet50.recorded;
