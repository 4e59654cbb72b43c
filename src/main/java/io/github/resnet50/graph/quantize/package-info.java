/**
 * Rewrites prepared graphs so that convolutions run in 8 bits. Enter at {@link
 * io.github.resnet50.graph.quantize.Quantization}: it calibrates on images ({@code Calibration})
 * and lets {@code Quantizer} write a graph for a choice of ranges, biases and layers; the caller
 * finds out which choice is best.
 */
package io.github.resnet50.graph.quantize;
