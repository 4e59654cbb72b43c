package io.github.resnet50.model.verify;

import io.github.resnet50.basics.Text;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingFile;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.verify.CandidateResult.TrueClassRank;
import io.github.resnet50.model.verify.Verification.Conclusion;
import java.util.Comparator;
import java.util.List;

/**
 * The conclusion from all results of a model.
 *
 * @param conclusion the conclusion
 * @param best the result with the highest mean log-probability; the declared one if it is equally
 *     good
 * @param advised the result whose preprocessing is advised instead of the declared one, or null
 */
record Judgement(Conclusion conclusion, CandidateResult best, CandidateResult advised) {
  private static final int FEWEST_IMAGES = 10;
  private static final double SURE_ERRORS = 3;

  /**
   * @param declared one of the results
   * @param classes of the model
   */
  static Judgement of(
      CandidateResult declared, List<CandidateResult> results, ModelSpec spec, int classes) {
    CandidateResult best = best(results, declared);
    if (declared.images().size() < FEWEST_IMAGES) {
      return new Judgement(Conclusion.TOO_FEW_IMAGES, best, null);
    }
    if (results.stream().noneMatch(result -> beatsChance(result, classes))) {
      return new Judgement(Conclusion.NONE_FITS, best, null);
    }
    List<CandidateResult> clear =
        results.stream().filter(result -> PairedComparison.of(result, declared).isClear()).toList();
    if (!clear.isEmpty()) {
      return new Judgement(Conclusion.OTHER_BETTER, best, simplest(clear, spec));
    }
    boolean unsure = PairedComparison.of(best, declared).gain() >= PairedComparison.LEAST_GAIN;
    return new Judgement(unsure ? Conclusion.TOO_FEW_IMAGES : Conclusion.DECLARED_BEST, best, null);
  }

  private static CandidateResult best(List<CandidateResult> results, CandidateResult declared) {
    CandidateResult best = declared;
    for (CandidateResult result : results) {
      best = result.meanLogProbability() > best.meanLogProbability() ? result : best;
    }
    return best;
  }

  /**
   * Of the results within one standard error of the best (the rule of Breiman et al. 1984), or not
   * noticeably worse, the one with the fewest keys to change.
   */
  private static CandidateResult simplest(List<CandidateResult> clear, ModelSpec spec) {
    CandidateResult best = best(clear, clear.get(0));
    return clear.stream()
        .filter(
            result -> {
              PairedComparison lead = PairedComparison.of(best, result);
              // Clear results are of more than one image: there is a standard error.
              return lead.gain() <= Math.max(lead.standardError(), PairedComparison.LEAST_GAIN);
            })
        .min(
            Comparator.<CandidateResult>comparingInt(
                    result -> PropertyChange.of(spec, result.candidate()).size())
                .thenComparingDouble(result -> -result.meanLogProbability()))
        .orElseThrow();
  }

  /**
   * Whether the true classes rank higher than by guessing. A guessed rank is uniform over the
   * classes, so its mean and variance are known.
   */
  private static boolean beatsChance(CandidateResult result, int classes) {
    double mean = result.images().stream().mapToInt(TrueClassRank::rank).average().orElseThrow();
    double variance = ((double) classes * classes - 1) / 12 / result.images().size();
    return mean <= (classes - 1) / 2.0 - SURE_ERRORS * Math.sqrt(variance);
  }

  /**
   * The conclusion in one line, with its figures.
   *
   * @param source of the images
   */
  String summary(CandidateResult declared, ModelSpec spec, String source) {
    int images = declared.images().size();
    return switch (conclusion) {
      case DECLARED_BEST ->
          best.equals(declared)
              ? "the declared preprocessing is best (" + figures(declared, source) + ")"
              : "the declared preprocessing is as good as any (" + figures(declared, source) + ")";
      case OTHER_BETTER ->
          "%s is clearly better (%s; declared: %s; gain %s): %s in %s"
              .formatted(
                  advised.candidate(),
                  figures(advised, source),
                  figures(declared, source),
                  gain(advised, declared),
                  PropertyChange.of(spec, advised.candidate()),
                  ServingFile.in(spec.directory()).path());
      case TOO_FEW_IMAGES ->
          images < FEWEST_IMAGES
              ? "too few images to tell: %d, at least %d are needed"
                  .formatted(images, FEWEST_IMAGES)
              : "too few images to tell: on %d of them %s looks better than the declared one, by %s"
                  .formatted(images, best.candidate(), gain(best, declared));
      case NONE_FITS ->
          "with no preprocessing is the model better than guessing (best: "
              + figures(best, source)
              + "): its labels are in another order, or it does not know such images";
    };
  }

  private static String figures(CandidateResult result, String source) {
    return Text.format(
        "top-1 %.0f %% and top-5 %.0f %% of %s",
        100 * result.top1(),
        100 * result.top5(),
        LabelledImages.described(result.images().size(), source));
  }

  private static String gain(CandidateResult first, CandidateResult second) {
    PairedComparison comparison = PairedComparison.of(first, second);
    return comparison.text("%.3f") + " nat";
  }
}
