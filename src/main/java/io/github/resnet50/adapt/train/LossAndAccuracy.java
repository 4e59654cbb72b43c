package io.github.resnet50.adapt.train;

/**
 * How well a head classifies some rows, without dropout or label smoothing.
 *
 * @param loss mean cross-entropy in nat, by class weights where the training has them
 * @param accuracy share of the rows whose most probable class is their label
 */
public record LossAndAccuracy(double loss, double accuracy) {}
