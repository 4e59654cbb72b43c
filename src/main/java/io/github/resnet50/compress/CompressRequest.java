package io.github.resnet50.compress;

import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelledImages;
import java.nio.file.Path;

/**
 * What is to be compressed and how.
 *
 * @param original the model
 * @param prepared its prepared form
 * @param recipe what is done to it
 * @param calibration images to fit to
 * @param evaluation images to take the price on; null: half of those to fit to, which are then not
 *     fitted to
 * @param maxDrop points of top-1 agreement on the calibration images that may be lost
 * @param threads predictors at once, for measuring speed
 */
public record CompressRequest(
    ModelSpec original,
    Path prepared,
    Recipe recipe,
    LabelledImages calibration,
    LabelledImages evaluation,
    double maxDrop,
    int threads) {}
