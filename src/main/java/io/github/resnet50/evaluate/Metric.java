package io.github.resnet50.evaluate;

import io.github.resnet50.metrics.Estimate.Interval;
import java.util.function.ToDoubleFunction;

/**
 * One number over labelled images.
 *
 * @param name as in reports
 * @param interval how its interval is found
 * @param of the number; NaN where the images do not tell it
 */
public record Metric(String name, Interval interval, ToDoubleFunction<Sample> of) {}
