/**
 * Computes metrics with intervals from labelled predictions, for every capability that evaluates a
 * model.
 *
 * <p>An {@link io.github.resnet50.metrics.Observation} holds the numbers of one image; a {@link
 * io.github.resnet50.metrics.Metric} is a number over {@link
 * io.github.resnet50.metrics.Observations}, and turns them into an {@link
 * io.github.resnet50.metrics.Estimate}: to add one, add a line to {@code Metric.all}. How often the
 * intervals hold the truth stands in the README beside this file.
 */
package io.github.resnet50.metrics;
