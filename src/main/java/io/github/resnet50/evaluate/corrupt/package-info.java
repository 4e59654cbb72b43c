/**
 * Corrupted images: the common corruptions of Hendrycks and Dietterich (2019, "Benchmarking Neural
 * Network Robustness to Common Corruptions and Perturbations"), with the parameters of their
 * ImageNet-C, on images of the model's size. All fifteen are there, but accuracies under them are
 * not to be compared with published ones (mCE), only between models measured here: frost is drawn
 * here instead of taken from photographs; motion blur and snow are smeared by a rule of our own,
 * where theirs is ImageMagick's; the affine map of the elastic distortion and the edge of the disk
 * of the defocus blur are OpenCV's there, in numbers of fewer bits; random numbers are others.
 *
 * <p>Enter at {@link io.github.resnet50.evaluate.corrupt.Corruption}, which lists all.
 */
package io.github.resnet50.evaluate.corrupt;
