package io.github.resnet50.compress;

import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelledImages;

/**
 * What is to be compressed and how.
 *
 * @param original the model
 * @param trustModel whether its operations outside the allow-list may run
 * @param calibration images to fit to
 * @param evaluation images to measure the loss of accuracy on; null: every third of those to fit
 *     to, which are then not fitted to
 * @param maxDrop points of top-1 agreement on the calibration images that may be lost
 * @param threads predictors at once, for measuring speed
 */
public record CompressionRequest(
    ModelSpec original,
    boolean trustModel,
    LabelledImages calibration,
    LabelledImages evaluation,
    double maxDrop,
    int threads) {}
