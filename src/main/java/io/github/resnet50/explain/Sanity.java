package io.github.resnet50.explain;

/**
 * What the comparison with the same model with shuffled weights says (Adebayo et al. 2018).
 *
 * @param rankCorrelation Spearman's, of both maps; null where one of them is flat, as where nothing
 *     speaks for the class any more
 */
public record Sanity(Double rankCorrelation) {}
