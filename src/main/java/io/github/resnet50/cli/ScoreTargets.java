package io.github.resnet50.cli;

import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.evaluate.EvaluationReport.EvaluationScores;
import io.github.resnet50.metrics.Estimate;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;

/** Scores that a model must reach. */
@Heading(Section.SCORES)
final class ScoreTargets {
  @Option(
      names = "--min-top1",
      paramLabel = "SHARE",
      description = "Exit with 6 where top-1 accuracy is lower than this, 0 to 1.")
  Double minTop1;

  @Option(
      names = "--min-top5",
      paramLabel = "SHARE",
      description = "Exit with 6 where top-5 accuracy is lower than this, 0 to 1.")
  Double minTop5;

  @Option(
      names = "--max-ece",
      paramLabel = "ERROR",
      description = "Exit with 6 where the expected calibration error is higher than this.")
  Double maxEce;

  void check() throws UsageException {
    check("--min-top1", minTop1);
    check("--min-top5", minTop5);
    check("--max-ece", maxEce);
  }

  private static void check(String option, Double share) throws UsageException {
    if (share != null && !(share >= 0 && share <= 1)) {
      throw new UsageException(option + " " + share + ": expected a number from 0 to 1");
    }
  }

  /**
   * A score that was asked for.
   *
   * @param asked the option and its value
   * @param missed the score, its value and what was asked for; null where it was reached
   */
  record RequiredScore(String asked, String missed) {}

  /** Those that were asked for. */
  List<RequiredScore> targets(EvaluationScores scores) {
    List<RequiredScore> targets = new ArrayList<>();
    compare(targets, "--min-top1", minTop1, scores.metric("top1").orElse(null), true);
    compare(targets, "--min-top5", minTop5, scores.metric("top5").orElse(null), true);
    compare(targets, "--max-ece", maxEce, scores.metric("ece").orElse(null), false);
    return targets;
  }

  private static void compare(
      List<RequiredScore> targets, String option, Double asked, Estimate found, boolean atLeast) {
    if (asked == null) {
      return;
    }
    String score = option.substring(option.lastIndexOf('-') + 1);
    String missed = null;
    if (found == null) {
      missed = score + " is not known from these predictions (" + option + " " + asked + ")";
    } else if (atLeast ? found.value() < asked : found.value() > asked) {
      missed = "%s is %s (%s %s)".formatted(score, found.value(), option, asked);
    }
    targets.add(new RequiredScore(option + " " + asked, missed));
  }
}
