package io.github.resnet50.adapt;

import io.github.resnet50.adapt.train.Fit;

/**
 * Settings that were tried.
 *
 * @param validation means over the validation images
 * @param epochs the best ones' mean
 */
public record Trial(double learningRate, double weightDecay, Fit validation, int epochs) {}
