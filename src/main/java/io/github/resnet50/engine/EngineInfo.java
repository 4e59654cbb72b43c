package io.github.resnet50.engine;

/**
 * The engine and the device that compute.
 *
 * @param version of the engine's native library
 * @param device such as {@code cpu()} or {@code gpu(0)}
 */
public record EngineInfo(String version, String device) {}
