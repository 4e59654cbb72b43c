/**
 * Whether a model's declared preprocessing is the one its weights were trained with, by experiment:
 * labelled images go through the same loaded graph, prepared as declared and in the other usual
 * ways, and the results are compared image by image.
 *
 * <p>Enter at {@link io.github.resnet50.model.verify.PreprocessingVerifier}. The usual
 * preprocessings are those of {@link io.github.resnet50.image.preprocess.UsualScaling} and of
 * {@link io.github.resnet50.model.verify.Candidates}. The rule by which another one counts as
 * clearly better is in {@link io.github.resnet50.model.verify.PairedComparison}, the possible
 * conclusions are in {@link io.github.resnet50.model.verify.Verification.Conclusion}.
 */
package io.github.resnet50.model.verify;
