/**
 * What there is to say of an image beside what it shows: of its file, of what its camera has
 * written down, of its looks as a whole. {@link io.github.resnet50.image.ImageColumn} lists it,
 * {@link io.github.resnet50.image.details.ImageLook} finds it; nothing is looked up that nobody has
 * asked for.
 */
package io.github.resnet50.image.details;
