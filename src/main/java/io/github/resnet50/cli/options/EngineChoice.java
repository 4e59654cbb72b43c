package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Which engine runs models, and what it may run: mixed into every command that runs one, and handed
 * on as a whole to where the engine is made. An option that chooses the engine belongs here.
 */
@Heading(Section.MODEL)
public final class EngineChoice {
  /** The engines there are, as they are asked for. */
  public enum Name {
    TENSORFLOW,
    ONNXRUNTIME,
    /** The faster one by what is stored of both; TensorFlow where nothing is. */
    AUTO;

    /** Those that compute, the default one first. */
    public static final List<Name> ENGINES = List.of(TENSORFLOW, ONNXRUNTIME);

    /** As the option has it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Journaled.Not("the journal has the engine that was taken")
  @Option(
      names = "--engine",
      paramLabel = "NAME",
      description =
          "What computes: tensorflow, onnxruntime, or auto, the faster one as bench --save has"
              + " measured (default: tensorflow).")
  private Name name; // null: not given

  @Mixin private SharedOptions.TrustOption trustModel = new SharedOptions.TrustOption();

  /** The engine as asked for, or the default one. */
  public Name name() {
    return asked().orElse(Name.TENSORFLOW);
  }

  /** The engine that was asked for. */
  public Optional<Name> asked() {
    return Optional.ofNullable(name);
  }

  /** Whether models may hold operations outside the allow-list. */
  public boolean trustModel() {
    return trustModel.given;
  }
}
