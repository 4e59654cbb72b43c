package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import picocli.CommandLine.Mixin;

/**
 * Which engine runs models, and what it may run: mixed into every command that runs one, and handed
 * on as a whole to where the engine is made. An option that chooses the engine belongs here.
 */
@Heading(Section.MODEL)
public final class EngineChoice {
  @Mixin private SharedOptions.TrustOption trustModel = new SharedOptions.TrustOption();

  /** Whether models may hold operations outside the allow-list. */
  public boolean trustModel() {
    return trustModel.given;
  }
}
