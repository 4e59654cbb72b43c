/**
 * Corrupted images: the common corruptions of Hendrycks and Dietterich (2019, "Benchmarking Neural
 * Network Robustness to Common Corruptions and Perturbations"), with the parameters of their
 * ImageNet-C, on images of the model's size. Frost is generated here instead of taken from
 * photographs: results can be compared between models, but only roughly with published ones.
 *
 * <p>Enter at {@link io.github.resnet50.evaluate.corrupt.Corruption}, which lists all.
 */
package io.github.resnet50.evaluate.corrupt;
