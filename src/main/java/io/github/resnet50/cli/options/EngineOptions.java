package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.run.RunConfig;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Which model, and how much of the machine it gets. */
@Heading(Section.MODEL)
public final class EngineOptions {
  /** Images a batch where nothing was measured. */
  public static final int AUTO_BATCH = 8;

  /** A run over more files is worth being measured for first. */
  public static final int LONG_RUN = 1000;

  private static final String AUTO = "auto";
  private static final int MOST_DECODERS = 16;

  @Mixin private ModelOptions model;
  @Mixin private EngineChoice choice;
  @Mixin private ModelInputOptions input;

  @Range(min = 1, max = 1024, whole = true, or = AUTO) // its tensor has to fit into one buffer
  @Journaled("batch_size")
  @Option(
      names = {"-b", "--batch-size"},
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "N|auto",
      defaultValue = AUTO,
      description =
          "Images a batch; auto: as measured for this model and machine, else "
              + AUTO_BATCH
              + " (default: ${DEFAULT-VALUE}).")
  private String batchSize;

  @Mixin private ImageLimits limits;

  @Range(min = 1, max = 1024)
  @Journaled.Not("batches are the same whoever decodes")
  @Option(
      names = "--decoders",
      paramLabel = "N",
      description = "Decode workers (default: one a core, at most " + MOST_DECODERS + ").")
  private Integer decoders;

  @Range(min = 1, max = 1024)
  @Journaled.Not("batches are the same whoever predicts")
  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Engine threads (default: as measured, else one a core).")
  private Integer threads;

  /** The model's name or folder; see {@link ModelOptions#name}. */
  public String model(Map<String, String> environment) {
    return model.name(environment);
  }

  /** The model that was asked for by option. */
  public Optional<String> askedModel() {
    return model.asked();
  }

  /** Which engine, and what it may run. */
  public EngineChoice choice() {
    return choice;
  }

  /** What the model's input is to be. */
  public ModelInputOptions input() {
    return input;
  }

  /** As asked for; empty if the program chooses. */
  public Optional<Integer> batchSize() {
    return batchSize.equals(AUTO) ? Optional.empty() : Optional.of(Integer.valueOf(batchSize));
  }

  /** As asked for, else one a core. */
  public int decoders() {
    return decoders != null ? decoders : Math.min(cores(), MOST_DECODERS);
  }

  /** As asked for; empty if the program chooses. */
  public Optional<Integer> threads() {
    return Optional.ofNullable(threads);
  }

  /** Limits on one image. */
  public ImageLimits limits() {
    return limits;
  }

  /**
   * A run with these options; what the program chooses keeps its default if nothing was measured.
   */
  public RunConfig config(ScanOptions scan, int topK) {
    return new RunConfig(
        scan,
        batchSize().orElse(AUTO_BATCH),
        topK,
        new RunConfig.Limits(limits.maxPixels(), limits.imageSeconds()),
        new RunConfig.Workers(decoders(), threads().orElse(cores())));
  }

  /** Processors that this process may use. */
  public static int cores() {
    return Runtime.getRuntime().availableProcessors();
  }
}
