/**
 * Images made worse, as the world makes them: the common corruptions of Hendrycks and Dietterich
 * (2019, "Benchmarking Neural Network Robustness to Common Corruptions and Perturbations"), with
 * the parameters of their ImageNet-C, on images of the model's size. Frost is drawn here and not
 * taken from photographs, so that the weather is weather-like: figures can be compared among
 * models, and only roughly with published ones.
 *
 * <p>Enter at {@link io.github.resnet50.evaluate.corrupt.Corruption}, which lists all.
 */
package io.github.resnet50.evaluate.corrupt;
