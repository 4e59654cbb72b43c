package io.github.resnet50.peers;

import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.peers.Child.FailedException;
import io.github.resnet50.report.timing.HostInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** One comparison: reference, hand-over of the weights, checks, rounds, report. */
final class Comparison {
  private static final Set<Names> EXPORTED =
      Set.of(
          Names.ORT,
          Names.ORT_BARE,
          Names.ORT_INT8,
          Names.ORT_INT8_BARE,
          Names.PYTORCH,
          Names.PYTORCH_MAVEN);

  /** Of each predictor, from which on the product's rate is that of the steady part. */
  private static final int STEADY_BATCHES = 5;

  private final Request request;
  private final Path work;
  private final Path exported;
  private final Contestants contestants;
  private final Consumer<String> notes;

  /**
   * What is asked for.
   *
   * @param model as the user named it
   * @param directory where it is
   * @param paths images
   * @param calibrate images; empty: no int8 form for ONNX Runtime is made
   * @param int8Model as the user named it; null: none
   */
  record Request(
      Programs programs,
      String model,
      Path directory,
      boolean trustModel,
      List<String> paths,
      List<String> calibrate,
      String int8Model,
      Set<Names> wanted,
      int rounds,
      double seconds) {
    Request {
      paths = List.copyOf(paths);
      calibrate = List.copyOf(calibrate);
    }
  }

  /**
   * @param work an empty folder
   * @param notes hears what goes on
   */
  Comparison(Request request, Path work, Consumer<String> notes) {
    this.request = request;
    this.work = work;
    this.exported = work.resolve("exported");
    this.notes = notes;
    this.contestants =
        new Contestants(
            request.programs,
            request.directory,
            request.trustModel,
            request.paths,
            exported,
            request.seconds);
  }

  /**
   * Runs it.
   *
   * @throws FailedException where the product does not take the images, or a contestant fails that
   *     worked when it was checked
   */
  ComparisonReport run() throws FailedException, IOException, InterruptedException {
    Instant started = Instant.now();
    notes.accept("predicting with resnet50, for reference");
    Path folder = Files.createDirectory(work.resolve("reference"));
    try {
      contestants.classify(Names.OURS, request.model, folder).run(work.resolve("reference.log"));
    } catch (FailedException e) {
      throw new FailedException("resnet50 classify does not take all images: " + e.getMessage());
    }
    Answers answers = Answers.ofCsv(Contestants.predictions(folder));
    Setting setting = Results.settingIn(folder);
    int steady = STEADY_BATCHES * setting.predictors() * setting.batchSize();
    if (answers.images().size() < steady) {
      notes.accept(
          "with fewer than %d images, resnet50's images/s include its start".formatted(steady));
    }
    List<Entry> entries = entries(answers, setting);
    Rounds.Outcome outcome =
        new Rounds(work, notes)
            .run(
                entries.stream().map(Entry::contestant).filter(Objects::nonNull).toList(),
                Names.OURS.id,
                request.rounds);
    return new ComparisonReport(
        started,
        HostInfo.detect("TensorFlow", null, null),
        String.valueOf(ModelSpec.class.getPackage().getImplementationVersion()),
        request.model,
        request.paths,
        answers.images().size(),
        request.rounds,
        peak(setting),
        ComparisonReport.rows(
            entries.stream().map(entry -> entry.failed(outcome.failures())).toList(),
            outcome.samples(),
            outcome.samples().get(Names.OURS.id)));
  }

  /** Null where it is not known. */
  private Results.Peak peak(Setting setting) throws InterruptedException {
    notes.accept("measuring large matrix products");
    try {
      Path folder = Files.createDirectory(work.resolve("peak"));
      contestants
          .oursBare(Names.OURS_BARE, request.model, setting)
          .child()
          .apply(folder)
          .run(work.resolve("peak.log"));
      return Results.peakIn(folder).orElse(null);
    } catch (FailedException | IOException e) {
      notes.accept("no share of it is told: " + e.getMessage());
      return null;
    }
  }

  private List<Entry> entries(Answers answers, Setting setting)
      throws IOException, InterruptedException {
    Qualifier qualifier = new Qualifier(contestants, answers, request.wanted, work, notes);
    List<Entry> entries = new ArrayList<>();
    entries.add(Entry.of(contestants.ours(Names.OURS, request.model, setting), null));
    if (request.wanted.contains(Names.OURS_BARE)) {
      entries.add(Entry.of(contestants.oursBare(Names.OURS_BARE, request.model, setting), null));
    }
    entries.addAll(qualifier.oursOnnx(request.model));
    entries.addAll(qualifier.oursInt8(Names.OURS_INT8, Names.OURS_INT8_BARE, request.int8Model));
    entries.addAll(
        qualifier.oursInt8(Names.OURS_ONNX_INT8, Names.OURS_ONNX_INT8_BARE, request.int8Model));
    entries.addAll(qualifier.djl(Names.DJL, false));
    entries.addAll(qualifier.djl(Names.DJL_ONEDNN, true));
    if (Collections.disjoint(request.wanted, EXPORTED)) {
      return entries;
    }
    try {
      export();
    } catch (FailedException e) {
      return withAbsent(entries, EXPORTED, "the model cannot be handed over: " + e.getMessage());
    }
    entries.addAll(qualifier.ort());
    entries.addAll(qualifier.ortInt8());
    if (request.programs.python() == null) {
      return withAbsent(entries, Set.of(Names.PYTORCH, Names.PYTORCH_MAVEN), Entry.NOT_INSTALLED);
    }
    entries.addAll(qualifier.pytorch(Names.PYTORCH));
    entries.addAll(qualifier.pytorch(Names.PYTORCH_MAVEN));
    return entries;
  }

  private List<Entry> withAbsent(List<Entry> entries, Set<Names> names, String problem) {
    List<Entry> all = new ArrayList<>(entries);
    Stream.of(Names.values())
        .filter(name -> names.contains(name) && request.wanted.contains(name))
        .forEach(name -> all.add(Entry.absent(name, problem)));
    return all;
  }

  private void export() throws FailedException, IOException, InterruptedException {
    notes.accept("handing the weights over");
    Files.createDirectory(exported);
    List<String> arguments =
        new ArrayList<>(
            List.of("--model", request.directory.toString(), "--folder", exported.toString()));
    if (request.trustModel) {
      arguments.add("--trust-model");
    }
    request.calibrate.forEach(path -> Collections.addAll(arguments, "--calibrate", path));
    if (CpuFeatures.detect().saturates()) {
      arguments.add("--reduce-range");
    }
    arguments.addAll(request.paths);
    request
        .programs
        .java(Export.class, arguments.toArray(String[]::new))
        .run(work.resolve("export.log"));
  }
}
