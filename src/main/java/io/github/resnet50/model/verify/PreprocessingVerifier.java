package io.github.resnet50.model.verify;

import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.engine.LoadedModel;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.labelled.LabelIndex;
import io.github.resnet50.model.labelled.LabelledImage;
import io.github.resnet50.model.labelled.LabelledImages;
import io.github.resnet50.model.labelled.MatchedImages;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Tries a model's declared preprocessing against the usual others on labelled images. Costs some
 * twenty predictions an image; changes nothing.
 */
public final class PreprocessingVerifier {
  /** Scalings whose other resizings are tried, besides the declared one's. */
  private static final int SEEDS = 2;

  private final ImageDecoder decoder;
  private final int threads;
  private final VerificationListener listener;

  /**
   * @param decoder remains the caller's
   * @param threads concurrent predictors
   */
  public PreprocessingVerifier(ImageDecoder decoder, int threads, VerificationListener listener) {
    this.decoder = decoder;
    this.threads = threads;
    this.listener = listener;
  }

  /**
   * What a model that has just come is tried on: the built-in samples.
   *
   * @param notes hears why there is no evidence, or that another preprocessing is clearly better,
   *     or that none fits; nothing where all is well
   * @return empty where the samples are of none of the model's classes
   * @throws ModelException where the model's scores are no probabilities
   */
  public Optional<VerificationEvidence> verifyOnSamples(LoadedModel model, Consumer<String> notes)
      throws InferenceException, InterruptedException, ModelException {
    try {
      VerificationEvidence evidence = verify(model, LabelledImages.samples()).evidence();
      if (evidence.verdict() != Verdict.DECLARED_BEST) {
        notes.accept("preprocessing of " + model.spec().name() + ": " + evidence.summary());
      }
      return Optional.of(evidence);
    } catch (NoLabelledImageException e) {
      notes.accept(
          "preprocessing of " + model.spec().name() + " is not verified: " + e.getMessage());
      return Optional.empty();
    }
  }

  /**
   * Tries all candidates.
   *
   * @throws NoLabelledImageException where no image has a label of the model, or none decodes
   * @throws ModelException where the model's scores are no probabilities
   */
  public Verification verify(LoadedModel model, LabelledImages images)
      throws InferenceException, InterruptedException, ModelException, NoLabelledImageException {
    LabelIndex index = new LabelIndex(model.labels());
    MatchedImages matched = MatchedImages.of(images.images(), index);
    if (matched.matched().isEmpty()) {
      throw new NoLabelledImageException(noneMatches(model, images));
    }
    Preprocessing declared = model.spec().preprocessing();
    Candidates candidates = new Candidates(declared, model.takesLevels());
    try (Workers workers = new Workers(threads)) {
      ImageViews views =
          ImageViews.read(
              matched.matched(), decoder, steps(candidates, declared), workers, listener);
      if (views.classes().isEmpty()) {
        throw new NoLabelledImageException(
            "none of %d images can be decoded".formatted(matched.matched().size()));
      }
      Trials trials = new Trials(model, views, workers, listener);
      return verification(model, images.source(), matched, run(candidates, trials));
    }
  }

  /** The declared trial first. */
  private static List<Trial> run(Candidates candidates, Trials trials)
      throws InferenceException, InterruptedException, ModelException {
    List<Candidate> first = candidates.first();
    int others = candidates.resizings().size() - 1;
    trials.plan(first.size() + (1 + SEEDS) * others);
    List<Trial> done = trials.run(first);
    List<Candidate> seeds =
        Stream.concat(done.stream().limit(1), done.stream().sorted(BEST_FIRST).limit(SEEDS))
            .distinct()
            .map(Trial::candidate)
            .toList();
    List<Candidate> second = candidates.second(seeds);
    trials.plan(first.size() + second.size());
    return Stream.concat(done.stream(), trials.run(second).stream()).toList();
  }

  private static final Comparator<Trial> BEST_FIRST =
      Comparator.comparingDouble(Trial::meanLogProbability).reversed();

  private static Map<Resizing, Preprocessing> steps(Candidates candidates, Preprocessing declared) {
    Map<Resizing, Preprocessing> steps = new LinkedHashMap<>();
    for (Resizing resizing : candidates.resizings()) {
      Candidate resized = candidates.declared().with(resizing);
      steps.put(resizing, resized.preprocessing(declared.width(), declared.height()));
    }
    return steps;
  }

  private static Verification verification(
      LoadedModel model, String source, MatchedImages matched, List<Trial> trials) {
    Trial declared = trials.get(0);
    Judgement judgement = Judgement.of(declared, trials, model.spec(), model.labels().size());
    int used = declared.outcomes().size();
    VerificationEvidence evidence =
        new VerificationEvidence(
            Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
            source,
            used,
            matched.unmatched().size(),
            matched.matched().size() - used,
            trials.size(),
            declared.score(),
            judgement.best().score(),
            judgement.verdict(),
            judgement.summary(declared, model.spec()));
    return new Verification(
        evidence,
        trials.stream()
            .sorted(BEST_FIRST)
            .map(trial -> Verification.line(trial, declared, judgement.best()))
            .toList(),
        judgement.advised() == null
            ? null
            : Change.of(model.spec(), judgement.advised().candidate()));
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
