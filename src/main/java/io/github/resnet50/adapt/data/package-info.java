/** The images as adaptation sees them: {@link io.github.resnet50.adapt.data.Samples}. */
package io.github.resnet50.adapt.data;
