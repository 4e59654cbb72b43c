package io.github.resnet50.cli;

import io.github.resnet50.adapt.AdaptConfig;
import io.github.resnet50.adapt.AdaptConfig.Fixed;
import io.github.resnet50.adapt.train.TrainingSettings;
import io.github.resnet50.cli.options.Candidates;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import java.util.Locale;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** How a head is trained, and how it is judged. */
@Heading(Section.METHOD)
final class TrainingOptions {
  private static final String AUTO = "auto";

  @Range(min = 0, max = 1000)
  @Option(
      names = "--augment",
      paramLabel = "K",
      defaultValue = "0",
      description =
          "Learn from K random variants of each image too: a part of it, mirrored, turned, in"
              + " other colours (default: ${DEFAULT-VALUE}).")
  int augment;

  @Option(
      names = "--solver",
      paramLabel = "lbfgs|adamw",
      description =
          "What finds the head's weights. lbfgs: logistic regression, to its one solution. adamw:"
              + " small steps, with what AdamW's options below say. Default: lbfgs; adamw where one"
              + " of those is given.")
  Solver solver;

  @Range(min = 1e-9, max = 1e9, or = AUTO)
  @Option(
      names = "--cost",
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "C|auto",
      description =
          "Of logistic regression: how much the images' loss counts against the squared weights;"
              + " more fits them closer; auto: chosen by cross-validation (default: auto).")
  String cost;

  @Option(
      names = "--class-weights",
      paramLabel = "balanced|none",
      defaultValue = "balanced",
      description =
          "Whether each class counts as much as any other, however many images it has, or each"
              + " image does (default: ${DEFAULT-VALUE}).")
  ClassWeights classWeights;

  @Range(min = 2, max = 100, whole = true, or = AUTO)
  @Option(
      names = "--folds",
      completionCandidates = Candidates.OfAuto.class,
      paramLabel = "N|auto",
      defaultValue = AUTO,
      description =
          "Cross-validate in N folds; auto: in 5 with fewer than "
              + AdaptConfig.PLENTY
              + " images, else hold a fifth out (default: ${DEFAULT-VALUE}).")
  String folds;

  @Mixin SharedOptions.SeedOption seed;
  @Mixin AdamWOptions adamw;

  @Option(
      names = "--permute-labels",
      description =
          "Shuffle the labels first: a check that nothing leaks. The accuracy must fall to that of"
              + " guessing; nothing is stored.")
  boolean permuted;

  @Option(
      names = "--compare-recipes",
      description =
          "Say what dropout, weight decay, early stopping and, with --augment, variants bring"
              + " AdamW on these images.")
  boolean recipes;

  /** What finds the weights. */
  enum Solver {
    LBFGS,
    ADAMW;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** Whether classes or images count the same. */
  enum ClassWeights {
    BALANCED,
    NONE;

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  AdaptConfig config(int threads) throws UsageException {
    Optional<String> given = adamw.given();
    if (solver == Solver.LBFGS && given.isPresent()) {
      throw new UsageException(
          given.get() + " is AdamW's: leave it out, or take --solver adamw instead of lbfgs");
    }
    boolean convex = solver == null ? given.isEmpty() : solver == Solver.LBFGS;
    if (!convex && cost != null) {
      throw new UsageException(
          "--cost is logistic regression's, but "
              + given.orElse("--solver adamw")
              + " asks for AdamW: leave one of them out");
    }
    boolean balanced = classWeights == ClassWeights.BALANCED;
    Integer foldCount = folds.equals(AUTO) ? null : Integer.valueOf(folds);
    return new AdaptConfig(
        convex
            ? TrainingSettings.logistic(balanced, seed.value)
            : adamw.settings(balanced, seed.value),
        convex ? new Fixed(AdamWOptions.number(cost), null, null) : adamw.fixed(),
        foldCount,
        permuted,
        recipes,
        threads);
  }
}
