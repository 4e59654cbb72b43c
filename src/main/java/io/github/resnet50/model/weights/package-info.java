/**
 * Weights without a network: files of safetensors ({@link
 * io.github.resnet50.model.weights.StateDictionary}), and the networks that are recognised in them
 * by names and shapes ({@link io.github.resnet50.model.weights.ResNetDictionary}). Nothing is ever
 * read from a pickle.
 */
package io.github.resnet50.model.weights;
