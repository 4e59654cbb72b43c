/**
 * Which images may be apart and which may not. Enter at {@link io.github.resnet50.adapt.split.Kin}
 * and {@link io.github.resnet50.adapt.split.Folds}.
 */
package io.github.resnet50.adapt.split;
