package io.github.resnet50.peers;

import io.github.resnet50.peers.Answers.Agreement;
import io.github.resnet50.peers.Child.FailedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Brings contestants to the start line: has each predict the images once, compares that with what
 * the product predicted, and finds the setting at which each peer is fastest. The speed of a
 * network that answers otherwise is worth nothing, so such a one does not start.
 */
final class Qualifier {
  /** How far a probability may be off where nothing is rounded to 8 bits. */
  private static final double MOST_DIFFERENCE = 1e-3;

  /** Fewer int8 answers like those in fp32 mean that something is wrong with it. */
  private static final double LEAST_INT8_AGREEMENT = 0.8;

  private static final String ORT_BATCHES = "4,8,16";
  private static final int ORT_PASSES = 2;
  private static final String PYTORCH_BATCHES = "4,8,16";
  private static final List<Integer> DJL_BATCHES = List.of(8, 32);

  private final Contestants contestants;
  private final Answers reference;
  private final Set<Names> wanted;
  private final Path work;
  private final Consumer<String> notes;
  private final int cores = Runtime.getRuntime().availableProcessors();

  /**
   * @param reference what the product predicted
   * @param work a folder to use
   * @param notes hears what goes on
   */
  Qualifier(
      Contestants contestants,
      Answers reference,
      Set<Names> wanted,
      Path work,
      Consumer<String> notes) {
    this.contestants = contestants;
    this.reference = reference;
    this.wanted = wanted;
    this.work = work;
    this.notes = notes;
  }

  private interface Attempt {
    List<Entry> run() throws FailedException, IOException, InterruptedException;
  }

  /** Whatever fails is an entry that says so. */
  private List<Entry> attempt(List<Names> all, Attempt attempt) throws InterruptedException {
    List<Names> names = all.stream().filter(wanted::contains).toList();
    if (names.isEmpty()) {
      return List.of();
    }
    notes.accept("checking " + names.get(0).title);
    try {
      return attempt.run().stream()
          .filter(entry -> names.stream().anyMatch(name -> name.id.equals(entry.id())))
          .toList();
    } catch (FailedException | IOException e) {
      notes.accept(names.get(0).id + " failed: " + e.getMessage());
      return names.stream().map(name -> Entry.absent(name, "failed: " + e.getMessage())).toList();
    }
  }

  /** The product's int8 model, which the user names, at the setting that the product chooses. */
  List<Entry> oursInt8(Names run, Names bare, String model) throws InterruptedException {
    return attempt(
        List.of(run, bare),
        () -> {
          Path folder = folder(run.id);
          contestants.classify(run, model, folder).run(log(run.id));
          Setting setting = Results.settingIn(folder);
          return int8(
              Answers.ofCsv(Contestants.predictions(folder)).agreementWith(reference),
              contestants.ours(run, model, setting),
              contestants.oursBare(bare, model, setting));
        });
  }

  /** The product on its second engine, at the setting that the product chooses. */
  List<Entry> oursOnnx(String model) throws InterruptedException {
    return attempt(
        List.of(Names.OURS_ONNX, Names.OURS_ONNX_BARE),
        () -> {
          Path folder = folder(Names.OURS_ONNX.id);
          contestants.classify(Names.OURS_ONNX, model, folder).run(log(Names.OURS_ONNX.id));
          Setting setting = Results.settingIn(folder);
          Agreement agreement =
              Answers.ofCsv(Contestants.predictions(folder)).agreementWith(reference);
          return List.of(
              Entry.of(contestants.ours(Names.OURS_ONNX, model, setting), agreement),
              Entry.of(contestants.oursBare(Names.OURS_ONNX_BARE, model, setting), agreement));
        });
  }

  /** DJL at the better of two batch sizes. */
  List<Entry> djl(Names name, boolean oneDnn) throws InterruptedException {
    return attempt(
        List.of(name),
        () -> {
          Path probabilities = folder(name.id).resolve("probabilities.bin");
          contestants.djlSameInputs(oneDnn, probabilities).run(log(name.id + "-same-inputs"));
          Agreement same =
              Answers.ofProbabilities(probabilities, Math.min(Contestants.SAME_INPUTS, count()))
                  .agreementWith(reference);
          if (same.maxDifference() > MOST_DIFFERENCE) {
            return List.of(otherAnswers(name, same));
          }
          Contestant best = null;
          Agreement agreement = null;
          double bestRate = 0;
          for (int size : DJL_BATCHES) {
            Contestant djl = contestants.djl(name, oneDnn, size);
            Path folder = folder(name.id + "-" + size);
            try {
              djl.child().apply(folder).run(log(name.id + "-" + size));
            } catch (FailedException e) {
              if (best == null) {
                throw e;
              }
              continue; // more images at once can take more memory than there is
            }
            double rate = djl.rate().read(folder);
            if (rate > bestRate) {
              bestRate = rate;
              best = djl;
              agreement = Answers.ofCsv(Contestants.predictions(folder)).agreementWith(reference);
            }
          }
          return List.of(Entry.of(best, agreement, same));
        });
  }

  /** ONNX Runtime in fp32. */
  List<Entry> ort() throws InterruptedException {
    return attempt(
        List.of(Names.ORT, Names.ORT_BARE),
        () -> {
          Setting setting = bestOrt("fp32.onnx", Names.ORT.id);
          Contestant run = contestants.ort(Names.ORT, "fp32.onnx", setting);
          Agreement agreement = predict(run);
          if (agreement.maxDifference() > MOST_DIFFERENCE) {
            return List.of(
                otherAnswers(Names.ORT, agreement), otherAnswers(Names.ORT_BARE, agreement));
          }
          return List.of(
              Entry.of(run, agreement),
              Entry.of(contestants.ortBare(Names.ORT_BARE, "fp32.onnx", setting), agreement));
        });
  }

  /** ONNX Runtime in int8. */
  List<Entry> ortInt8() throws InterruptedException {
    return attempt(
        List.of(Names.ORT_INT8, Names.ORT_INT8_BARE),
        () -> {
          Setting setting = bestOrt("int8.onnx", Names.ORT_INT8.id);
          Contestant run = contestants.ort(Names.ORT_INT8, "int8.onnx", setting);
          return int8(
              predict(run), run, contestants.ortBare(Names.ORT_INT8_BARE, "int8.onnx", setting));
        });
  }

  private static List<Entry> int8(Agreement agreement, Contestant run, Contestant bare) {
    if (agreement.sameTop1() < LEAST_INT8_AGREEMENT * agreement.images()) {
      return List.of(otherAnswers(run, agreement), otherAnswers(bare, agreement));
    }
    return List.of(Entry.of(run, agreement), Entry.of(bare, agreement));
  }

  private static Entry otherAnswers(Contestant contestant, Agreement agreement) {
    for (Names name : Names.values()) {
      if (name.id.equals(contestant.id())) {
        return otherAnswers(name, agreement);
      }
    }
    throw new IllegalArgumentException(contestant.id());
  }

  /** PyTorch at its best batch size, with all cores. */
  List<Entry> pytorch(Names name) throws InterruptedException {
    return attempt(
        List.of(name),
        () -> {
          if (name == Names.PYTORCH_MAVEN) {
            contestants.trace().run(log(name.id + "-trace"));
          }
          Path folder = folder(name.id);
          Path probabilities = folder.resolve("probabilities.bin");
          contestants
              .pytorch(name, "8", cores, "--probabilities", probabilities.toString())
              .run(log(name.id));
          Agreement agreement =
              Answers.ofProbabilities(probabilities, Math.min(Export.MOST_IMAGES, count()))
                  .agreementWith(reference);
          if (agreement.maxDifference() > MOST_DIFFERENCE) {
            return List.of(otherAnswers(name, agreement));
          }
          Path result = Contestants.result(folder);
          contestants
              .pytorch(name, PYTORCH_BATCHES, cores, "--result", result.toString())
              .run(log(name.id + "-settings"));
          int batch = fastest(Results.rates(result)).batchSize();
          Setting setting = new Setting(batch, 1, cores);
          String version = Results.read(result).get("version").getAsString();
          return List.of(Entry.of(contestants.pytorch(name, version, setting), agreement));
        });
  }

  /** Each division of the cores in turn, and again: what changes meanwhile hits both. */
  private Setting bestOrt(String onnx, String id)
      throws FailedException, IOException, InterruptedException {
    Map<Setting, Double> totals = new LinkedHashMap<>();
    for (int pass = 0; pass < ORT_PASSES; pass++) {
      for (Setting division : divisions()) {
        String name =
            "%s-settings-%dx%d-%d".formatted(id, division.predictors(), division.threads(), pass);
        Path folder = folder(name);
        contestants
            .ortSweep(onnx, ORT_BATCHES, division.predictors(), division.threads(), folder)
            .run(log(name));
        for (Results.Rate rate : Results.rates(Contestants.result(folder))) {
          Setting setting =
              new Setting(rate.batchSize(), division.predictors(), division.threads());
          totals.merge(setting, rate.imagesPerSecond(), Double::sum);
        }
      }
    }
    totals.forEach(
        (setting, total) ->
            notes.accept("  %s: %.1f images/s".formatted(setting, total / ORT_PASSES)));
    return totals.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
  }

  /** One predictor with all cores, or as many as there are cores with one each. */
  private List<Setting> divisions() {
    Setting together = new Setting(1, 1, cores);
    return cores == 1 ? List.of(together) : List.of(together, new Setting(1, cores, 1));
  }

  private static Results.Rate fastest(List<Results.Rate> rates) {
    return rates.stream()
        .reduce((a, b) -> b.imagesPerSecond() > a.imagesPerSecond() ? b : a)
        .orElseThrow();
  }

  private Agreement predict(Contestant contestant)
      throws FailedException, IOException, InterruptedException {
    Path folder = folder(contestant.id());
    contestant.child().apply(folder).run(log(contestant.id()));
    return Answers.ofCsv(Contestants.predictions(folder)).agreementWith(reference);
  }

  private static Entry otherAnswers(Names name, Agreement agreement) {
    return Entry.disqualified(
        name,
        agreement,
        "not measured, its answers are others: top-1 the same on %d of %d images, dp up to %.2g"
            .formatted(agreement.sameTop1(), agreement.images(), agreement.maxDifference()));
  }

  private int count() {
    return reference.images().size();
  }

  private Path folder(String name) throws IOException {
    return Files.createDirectories(work.resolve("check-" + name));
  }

  private Path log(String name) {
    return work.resolve("check-" + name + ".log");
  }
}
