package io.github.resnet50.cli;

import io.github.resnet50.cli.options.EngineChoice.Name;
import io.github.resnet50.engine.Kernels;
import java.util.List;

/**
 * An engine, and what of it computes.
 *
 * @param name of the engine
 * @param kernels that TensorFlow takes; the default ones for every other engine
 */
record EngineVariant(Name name, Kernels kernels) {
  /** What computes where nothing else is asked for or known to be faster. */
  static final EngineVariant DEFAULT = of(Name.TENSORFLOW);

  /** An engine as it is by default. */
  static EngineVariant of(Name name) {
    return new EngineVariant(name, Kernels.ONEDNN);
  }

  /** All that an engine has, the default one first. */
  static List<EngineVariant> all(Name name) {
    return name == Name.TENSORFLOW
        ? List.of(DEFAULT, new EngineVariant(name, Kernels.EIGEN))
        : List.of(of(name));
  }
}
