package io.github.resnet50.report;

/**
 * All that a model said of one image, on its way to whoever reads more of it than the top-k.
 *
 * @param probabilities one a class
 * @param logits one a class, or null where the model gives none or nobody asked
 */
@SuppressWarnings("ArrayRecordComponent") // read and let go; compared by nobody
public record ImageScores(float[] probabilities, float[] logits) {}
