package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.model.ModelDirectory;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.Option;

/** Which model. */
@Heading(Section.MODEL)
public final class ModelOptions {
  /** The environment variable that says which model is meant where no option does. */
  private static final String VARIABLE = "RESNET50_MODEL";

  private static final String DEFAULT = "resnet50";

  @Journaled("model")
  @Option(
      names = {"-m", "--model"},
      completionCandidates = Candidates.OfModels.class,
      paramLabel = "NAME|DIR",
      description =
          "A model of the store by name, "
              + ModelDirectory.IN_WORDS
              + ", or built in: demo (the drawn sample images) or random (default:"
              + " $RESNET50_MODEL, else resnet50, which is fetched).")
  private String model; // not a picocli default: that would read the process's environment

  /** As asked for by option; empty where it was not. */
  public Optional<String> asked() {
    return Optional.ofNullable(model);
  }

  /** As asked for, else as the environment says, else {@code resnet50}. */
  public String name(Map<String, String> environment) {
    return name(model, environment);
  }

  /**
   * A name or folder, else what the environment says, else {@code resnet50}.
   *
   * @param asked null where nothing was asked for
   */
  public static String name(String asked, Map<String, String> environment) {
    if (asked != null) {
      return asked;
    }
    String variable = environment.getOrDefault(VARIABLE, "");
    return variable.isEmpty() ? DEFAULT : variable;
  }
}
