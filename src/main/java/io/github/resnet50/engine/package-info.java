/**
 * The interface between the product and whatever computes: start, load a model, ask what it can
 * give, run batches. {@code ImageShape}, {@code InputFiller} and {@code Probabilities} are what
 * every implementation needs to feed images and to read scores. Enter at {@link
 * io.github.resnet50.engine.Engine}; an implementation is a package below this one.
 */
package io.github.resnet50.engine;
