package io.github.resnet50.compress;

/**
 * How a model was pruned.
 *
 * @param fraction of the channels that can be removed, how many at most were to be
 * @param removed how many were
 * @param channels how many can be removed, between convolutions
 * @param dead how many of those never fired on the calibration images
 * @param flopsBefore for an image
 * @param flopsAfter for an image
 */
record PruningChoice(
    double fraction, int removed, int channels, int dead, long flopsBefore, long flopsAfter) {}
