/**
 * Makes 8-bit forms of prepared models, without training, and measures the accuracy they lose.
 * Enter at {@link io.github.resnet50.compress.ModelCompressor}, which stores the result.
 *
 * <p>{@code Int8Search} chooses how to quantise by measuring on calibration images ({@link
 * io.github.resnet50.graph.quantize} writes the graphs), {@code AccuracyLoss} and {@code
 * SpeedComparison} compare the result with the original, and {@code CompressionLabel} is what the
 * model's card records of that.
 */
package io.github.resnet50.compress;
