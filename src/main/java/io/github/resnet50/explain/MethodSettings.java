package io.github.resnet50.explain;

/**
 * What the methods that mask images go by.
 *
 * @param samples masks or coalitions an image
 * @param segments about how many parts an image has
 * @param baseline what stands where it is hidden
 * @param seed of all that is drawn at random
 */
public record MethodSettings(int samples, int segments, Baseline baseline, long seed) {}
