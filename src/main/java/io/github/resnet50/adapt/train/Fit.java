package io.github.resnet50.adapt.train;

/**
 * How well rows are told apart, without dropout or smoothing.
 *
 * @param loss mean cross-entropy in nat, by class weights where the training has them
 * @param accuracy share of the rows whose most probable class is their label
 */
public record Fit(double loss, double accuracy) {}
