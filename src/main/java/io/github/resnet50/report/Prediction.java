package io.github.resnet50.report;

/**
 * One class and how likely the model holds it to be.
 *
 * @param classIndex place in the model's output, from 0
 * @param id the class's identifier (a WordNet id such as {@code n02123045}); the label where the
 *     model has no separate identifiers
 * @param label the class's name
 * @param probability 0..1
 */
public record Prediction(int classIndex, String id, String label, float probability) {}
