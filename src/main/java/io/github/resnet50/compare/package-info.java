/**
 * Two sets of predictions of the same images: how far they agree, and where not.
 *
 * <p>Enter at {@link io.github.resnet50.compare.Comparison}, which goes through two prediction
 * files side by side; what it finds leaves as a {@link
 * io.github.resnet50.compare.ComparisonReport}.
 */
package io.github.resnet50.compare;
