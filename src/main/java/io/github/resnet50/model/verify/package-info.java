/**
 * Whether a model's declared preprocessing is the one its weights were trained with, by experiment:
 * labelled images go through the same loaded graph, prepared as declared and in the other usual
 * ways, and the ways are compared image by image.
 *
 * <p>Enter at {@link io.github.resnet50.model.verify.PreprocessingVerifier}. To add a usual way:
 * one constant in {@link io.github.resnet50.model.verify.Scaling} or one line in {@link
 * io.github.resnet50.model.verify.Resizing}. The rule by which another way counts as clearly better
 * is in {@link io.github.resnet50.model.verify.Comparison}, what follows from it in {@link
 * io.github.resnet50.model.verify.Verdict}.
 */
package io.github.resnet50.model.verify;
