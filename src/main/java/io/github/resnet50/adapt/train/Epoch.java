package io.github.resnet50.adapt.train;

/**
 * A point of the training curves.
 *
 * @param epoch counted from 1
 * @param training null where it was not asked for
 * @param validation null where there is nothing to validate by
 */
public record Epoch(int epoch, Fit training, Fit validation) {}
