/**
 * Computes metrics with intervals from labelled predictions, for every capability that evaluates a
 * model.
 *
 * <p>An {@link io.github.resnet50.metrics.Observation} holds the numbers of one image; a {@link
 * io.github.resnet50.metrics.Metric} is a number over {@link
 * io.github.resnet50.metrics.Observations}: to add one, add a line to {@code Metric.all}. {@link
 * io.github.resnet50.metrics.Bootstrap} turns both into an {@link
 * io.github.resnet50.metrics.Estimate} each.
 */
package io.github.resnet50.metrics;
