package io.github.resnet50.engine;

/**
 * What computes.
 *
 * @param version of the native TensorFlow
 * @param device such as {@code cpu()} or {@code gpu(0)}
 */
public record EngineInfo(String version, String device) {}
