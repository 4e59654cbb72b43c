/**
 * Corrupted images: the common corruptions of Hendrycks and Dietterich (2019, "Benchmarking Neural
 * Network Robustness to Common Corruptions and Perturbations"), on images of the model's size, as
 * the code of their ImageNet-C defines them: with its parameters, its edges, its levels cut off
 * instead of rounded, and the rules of the libraries that it calls. Accuracies are still to be
 * compared between models measured here, not with published ones (mCE): frost is drawn here instead
 * of taken from photographs, and the published images were saved as JPEG in the end. How near they
 * come is measured in {@code README.md} beside.
 *
 * <p>Enter at {@link io.github.resnet50.evaluate.corrupt.Corruption}, which lists all.
 */
package io.github.resnet50.evaluate.corrupt;
