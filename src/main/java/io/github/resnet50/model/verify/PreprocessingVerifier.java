package io.github.resnet50.model.verify;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.NoImageException;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.labelled.LabelledImages.LabelledImage;
import io.github.resnet50.model.labelled.LabelledImages.Matched;
import io.github.resnet50.model.verify.Candidates.Candidate;
import io.github.resnet50.model.verify.Verification.Conclusion;
import io.github.resnet50.model.verify.Verification.TestImages;
import io.github.resnet50.model.verify.Verification.TestedCandidate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries a model's declared preprocessing against the usual others on labelled images. Takes about
 * twenty predictions per image; changes nothing.
 */
public final class PreprocessingVerifier {
  /** Scalings whose other resizings are tried, besides the declared one's. */
  private static final int SEEDS = 2;

  private static final Comparator<CandidateResult> BEST_FIRST =
      Comparator.comparingDouble(CandidateResult::meanLogProbability).reversed();

  /** Follows a verification; called from several threads, must return quickly. */
  public interface VerifyListener {
    /** Ignores everything. */
    VerifyListener NONE =
        new VerifyListener() {
          @Override
          public void planned(long predictions) {}

          @Override
          public void predicted(int more) {}

          @Override
          public void failed(String image, ImageFailure failure) {}
        };

    /** The total number of predictions; called again if it is reduced. */
    void planned(long predictions);

    /** Further predictions are done. */
    void predicted(int more);

    /** An image cannot be used and is left out for every candidate. */
    void failed(String image, ImageFailure failure);
  }

  private final ImageDecoder decoder;
  private final int threads;
  private final VerifyListener listener;

  /**
   * @param decoder stays owned by the caller
   * @param threads concurrent predictors
   */
  public PreprocessingVerifier(ImageDecoder decoder, int threads, VerifyListener listener) {
    this.decoder = decoder;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * Verifies a new model on the built-in samples.
   *
   * @param notes receives why there is no evidence, or that another preprocessing is clearly
   *     better, or that none fits; nothing if all is well
   * @return empty if no sample belongs to one of the model's classes
   * @throws ModelException where the model's scores are no probabilities
   */
  public Optional<Verification> verifyOnSamples(LoadedModel model, Consumer<String> notes)
      throws InferenceException, InterruptedException, ModelException {
    try {
      Verification verification = verify(model, LabelledImages.samples());
      if (verification.conclusion() != Conclusion.DECLARED_BEST) {
        notes.accept("preprocessing of " + model.spec().name() + ": " + verification.summary());
      }
      return Optional.of(verification);
    } catch (NoImageException e) {
      notes.accept(
          "preprocessing of " + model.spec().name() + " is not verified: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Tries all candidates.
   *
   * @throws NoImageException where no image has a label of the model, or none decodes
   * @throws ModelException where the model's scores are no probabilities
   */
  public Verification verify(LoadedModel model, LabelledImages images)
      throws InferenceException, InterruptedException, ModelException, NoImageException {
    Matched matched = images.match(new LabelIndex(model.labels()));
    if (matched.known().isEmpty()) {
      throw new NoImageException(noneMatches(model, images));
    }
    Candidates candidates = new Candidates(model.spec().preprocessing(), model.takesLevels());
    try (Experiment experiment = new Experiment(model, threads, listener)) {
      int used = experiment.read(matched.known(), decoder, candidates);
      if (used == 0) {
        throw new NoImageException(
            "none of %d images can be decoded".formatted(matched.known().size()));
      }
      return verification(
          model,
          new TestImages(
              images.source(), used, matched.unmatched().size(), matched.known().size() - used),
          run(candidates, experiment));
    }
  }

  /** The declared candidate first. */
  private static List<CandidateResult> run(Candidates candidates, Experiment experiment)
      throws InferenceException, InterruptedException, ModelException {
    List<Candidate> first = candidates.first();
    int others = candidates.resizings().size() - 1;
    experiment.plan(first.size() + (1 + SEEDS) * others);
    List<CandidateResult> done = experiment.run(first);
    List<Candidate> seeds =
        Stream.concat(done.stream().limit(1), done.stream().sorted(BEST_FIRST).limit(SEEDS))
            .distinct()
            .map(CandidateResult::candidate)
            .toList();
    List<Candidate> second = candidates.second(seeds);
    experiment.plan(first.size() + second.size());
    return Stream.concat(done.stream(), experiment.run(second).stream()).toList();
  }

  private static Verification verification(
      LoadedModel model, TestImages images, List<CandidateResult> results) {
    CandidateResult declared = results.get(0);
    ModelSpec spec = model.spec();
    Judgement judgement = Judgement.of(declared, results, spec, model.labels().size());
    return new Verification(
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
        images,
        results.stream()
            .sorted(BEST_FIRST)
            .map(result -> TestedCandidate.of(result, declared, judgement.best()))
            .toList(),
        judgement.conclusion(),
        judgement.summary(declared, spec, images.source()),
        judgement.advised() == null
            ? null
            : PropertyChange.of(spec, judgement.advised().candidate()));
  }

  private static String noneMatches(LoadedModel model, LabelledImages images) {
    if (images.images().isEmpty()) {
      return "no image in " + images.source();
    }
    return "none of the %d labels in %s (%s) is one of the %d of the model (%s)"
        .formatted(
            images.images().size(),
            images.source(),
            some(images.images().stream().map(PreprocessingVerifier::name)),
            model.labels().size(),
            some(model.labels().stream().map(label -> label.name())));
  }

  private static String name(LabelledImage image) {
    return image.labels().isEmpty() ? "no label" : String.join(" ", image.labels());
  }

  private static String some(Stream<String> names) {
    List<String> first = names.distinct().limit(4).toList();
    return first.size() < 4
        ? String.join(", ", first)
        : first.stream().limit(3).collect(Collectors.joining(", ", "", ", …"));
  }
}
