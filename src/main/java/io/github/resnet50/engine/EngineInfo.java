package io.github.resnet50.engine;

/**
 * The engine and the device that compute.
 *
 * @param version of the native TensorFlow
 * @param device such as {@code cpu()} or {@code gpu(0)}
 */
public record EngineInfo(String version, String device) {}
