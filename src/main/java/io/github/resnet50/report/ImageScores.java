package io.github.resnet50.report;

/**
 * All that a model said of one image, for readers that need more than the top-k.
 *
 * @param probabilities one a class
 * @param logits one a class, or null where the model gives none or nobody asked
 */
@SuppressWarnings("ArrayRecordComponent") // read once, never compared
public record ImageScores(float[] probabilities, float[] logits) {}
