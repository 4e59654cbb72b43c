package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.preprocess.Views;
import io.github.resnet50.model.ModelDirectory;
import java.util.Arrays;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Single options that mean the same in several commands: each a group of its own to mix in. */
public final class SharedOptions {
  private SharedOptions() {}

  /** {@code --overwrite}. */
  @Heading(Section.OUTPUT)
  public static final class OverwriteOption {
    @Journaled.Not("has a place of its own in the journal")
    @Option(names = "--overwrite", description = "Replace outputs that exist.")
    public boolean given;
  }

  /** {@code --changed}, of commands that do something with images of an earlier run. */
  @Heading(Section.INPUT)
  public static final class ChangedOption {
    @Option(
        names = "--changed",
        description = "Take images too that have changed since they were classified.")
    public boolean given;
  }

  /** {@code --top-k}. */
  @Heading(Section.OUTPUT)
  public static final class TopKOption {
    @Range(min = 1)
    @Journaled("top_k")
    @Option(
        names = {"-k", "--top-k"},
        paramLabel = "N",
        defaultValue = "5",
        description = "Predictions an image (default: ${DEFAULT-VALUE}).")
    public int value;
  }

  /** The model that a command is about, named without an option. */
  public static final class ModelArgument {
    @Parameters(
        paramLabel = "NAME|DIR",
        completionCandidates = Candidates.OfModels.class,
        arity = "0..1",
        description =
            "A model of the store by name, or "
                + ModelDirectory.IN_WORDS
                + " (default: $RESNET50_MODEL, else resnet50).")
    private String model;

    /** As {@link ModelOptions#name(Map)}. */
    public String name(Map<String, String> environment) {
      return ModelOptions.name(model, environment);
    }
  }

  /** {@code --tta}. */
  @Heading(Section.METHOD)
  public static final class TtaOption {
    @Journaled("tta")
    @Option(
        names = "--tta",
        paramLabel = "VIEWS",
        completionCandidates = OfViews.class,
        description =
            "Average the probabilities of several views of each image: flip (2), five-crop (5:"
                + " corners and middle) or ten-crop (10: these and mirrored). The model runs as"
                + " many times.")
    public Views views; // null: the image as it is

    /** For the shell. */
    public static final class OfViews extends Candidates.Words {
      public OfViews() {
        super(
            Arrays.stream(Views.values())
                .filter(views -> views != Views.ONE)
                .map(Views::toString)
                .toArray(String[]::new));
      }
    }
  }

  /** {@code --seed}. */
  @Heading(Section.METHOD)
  public static final class SeedOption {
    @Option(
        names = "--seed",
        paramLabel = "N",
        defaultValue = "1",
        description = "For all that is drawn by chance (default: ${DEFAULT-VALUE}).")
    public long value;
  }

  /** {@code --trust-model}: models may hold operations outside the allow-list. */
  @Heading(Section.MODEL)
  public static final class TrustOption {
    @Journaled.Not("a model gives what it gives, or does not run")
    @Option(
        names = "--trust-model",
        description = "Run models whose operations could touch files or processes.")
    public boolean given;
  }
}
