package io.github.resnet50.engine;

import java.io.Serializable;

/**
 * The engine and the device that compute. Reports take all that they say of an engine from here.
 *
 * @param name of the engine, as {@link Engine#name} has it
 * @param version of the engine's native library
 * @param device such as {@code cpu()} or {@code gpu(0)}
 */
public record EngineInfo(String name, String version, String device) implements Serializable {
  private static final long serialVersionUID = 1L;
}
