package io.github.resnet50.peers;

import io.github.resnet50.peers.djl.DjlPeer;
import io.github.resnet50.peers.djl.DjlSameInputs;
import io.github.resnet50.peers.ort.OrtPeer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Starts everything that is compared, all on the same images and the same weights.
 *
 * @param programs what there is
 * @param directory the SavedModel
 * @param trustModel whether it may hold any operation
 * @param paths images, as the user named them
 * @param exported where {@link Export} put the peers' files
 * @param seconds that a bare measurement takes
 */
record Contestants(
    Programs programs,
    Path directory,
    boolean trustModel,
    List<String> paths,
    Path exported,
    double seconds) {
  private static final String WARM_UP = "3";
  private static final String PREDICTIONS = "predictions.csv";
  private static final String RESULT = "result.json";

  /** Images on which DJL's network is compared: one at a time, since only sameness counts. */
  static final int SAME_INPUTS = 32;

  /**
   * The product, from files to predictions, at its defaults.
   *
   * @param model by name, or its directory
   */
  Contestant ours(Names names, String model, Setting setting) {
    return new Contestant(
        names.id,
        names.title,
        names.kind,
        setting.toString(),
        folder -> classify(names, model, folder),
        Results::rateIn);
  }

  Child classify(Names names, String model, Path folder) {
    List<String> arguments =
        new ArrayList<>(List.of("classify", "-q", "-m", model, "--engine", names.engine()));
    if (trustModel) {
      arguments.add("--trust-model");
    }
    arguments.addAll(List.of("-o", folder.resolve(PREDICTIONS).toString()));
    arguments.addAll(List.of("--timings", folder.resolve(RESULT).toString()));
    return programs.resnet50(strings(arguments, paths));
  }

  /** The product's bare inference, at the setting of its run from files to predictions. */
  Contestant oursBare(Names names, String model, Setting setting) {
    return new Contestant(
        names.id,
        names.title,
        names.kind,
        setting.toString(),
        folder -> bench(names, model, setting, folder),
        Results::fastestIn);
  }

  private Child bench(Names names, String model, Setting setting, Path folder) {
    List<String> arguments =
        new ArrayList<>(List.of("bench", "-q", "-m", model, "--engine", names.engine()));
    if (trustModel) {
      arguments.add("--trust-model");
    }
    arguments.addAll(List.of("--batch-sizes", Integer.toString(setting.batchSize())));
    arguments.addAll(List.of("--threads", Integer.toString(setting.predictors())));
    arguments.addAll(List.of("--repeats", "1", "--warm-up", WARM_UP));
    arguments.addAll(List.of("--seconds", Double.toString(seconds)));
    arguments.addAll(List.of("-o", folder.resolve(RESULT).toString()));
    return programs.resnet50(strings(arguments, paths));
  }

  /** DJL as its examples show it. */
  Contestant djl(Names names, boolean oneDnn, int batchSize) {
    return new Contestant(
        names.id,
        names.title,
        names.kind,
        "batch " + batchSize + ", 1 predictor",
        folder -> djl(oneDnn, batchSize, folder),
        Results::rateIn);
  }

  private Child djl(boolean oneDnn, int batchSize, Path folder) {
    List<String> arguments = new ArrayList<>(List.of("--model", directory.toString()));
    arguments.addAll(List.of("--batch-size", Integer.toString(batchSize)));
    arguments.addAll(List.of("--predictions", folder.resolve(PREDICTIONS).toString()));
    arguments.addAll(List.of("--result", folder.resolve(RESULT).toString()));
    return programs.plainJava(DjlPeer.class, oneDnn, strings(arguments, paths));
  }

  /** DJL's network on the product's pixels; writes probabilities. */
  Child djlSameInputs(boolean oneDnn, Path probabilities) {
    List<String> arguments = new ArrayList<>(List.of("--model", directory.toString()));
    arguments.addAll(List.of("--images", Integer.toString(SAME_INPUTS)));
    arguments.addAll(List.of("--probabilities", probabilities.toString()));
    return programs.plainJava(DjlSameInputs.class, oneDnn, strings(arguments, paths));
  }

  /** ONNX Runtime in the product's pipeline. */
  Contestant ort(Names names, String onnx, Setting setting) {
    return new Contestant(
        names.id,
        names.title,
        names.kind,
        setting.toString(),
        folder ->
            ort(
                onnx,
                Integer.toString(setting.batchSize()),
                setting,
                folder,
                "--predictions",
                folder.resolve(PREDICTIONS).toString()),
        Results::rateIn);
  }

  /** ONNX Runtime's bare inference. */
  Contestant ortBare(Names names, String onnx, Setting setting) {
    return new Contestant(
        names.id,
        names.title,
        names.kind,
        setting.toString(),
        folder ->
            ort(
                onnx,
                Integer.toString(setting.batchSize()),
                setting,
                folder,
                "--seconds",
                Double.toString(seconds),
                "--warm-up",
                WARM_UP),
        Results::fastestIn);
  }

  /** ONNX Runtime's bare inference over batch sizes, to find its best. */
  Child ortSweep(String onnx, String batchSizes, int predictors, int threads, Path folder) {
    Setting setting = new Setting(1, predictors, threads);
    return ort(onnx, batchSizes, setting, folder, "--warm-up", "2");
  }

  private Child ort(String onnx, String batchSizes, Setting setting, Path folder, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--onnx", exported.resolve(onnx).toString()));
    arguments.addAll(List.of("--model", directory.toString()));
    arguments.addAll(List.of("--batch-sizes", batchSizes));
    arguments.addAll(List.of("--predictors", Integer.toString(setting.predictors())));
    arguments.addAll(List.of("--threads", Integer.toString(setting.threads())));
    arguments.addAll(List.of("--result", folder.resolve(RESULT).toString()));
    arguments.addAll(Arrays.asList(more));
    return programs.java(OrtPeer.class, strings(arguments, paths));
  }

  /** PyTorch's bare inference. */
  Contestant pytorch(Names names, String version, Setting setting) {
    return new Contestant(
        names.id,
        names.title + " " + version,
        names.kind,
        setting.toString(),
        folder ->
            pytorch(
                names,
                Integer.toString(setting.batchSize()),
                setting.threads(),
                "--seconds",
                Double.toString(seconds),
                "--result",
                folder.resolve(RESULT).toString()),
        Results::fastestIn);
  }

  Child pytorch(Names names, String batchSizes, int threads, String... more) {
    List<String> arguments = new ArrayList<>(List.of("--folder", exported.toString()));
    arguments.addAll(List.of("--batch-sizes", batchSizes));
    arguments.addAll(List.of("--threads", Integer.toString(threads)));
    String[] all = strings(arguments, Arrays.asList(more));
    return names == Names.PYTORCH_MAVEN ? programs.torch(all) : programs.pytorch(all);
  }

  /** Writes the network for the PyTorch of Maven Central. */
  Child trace() {
    return programs.pytorch(
        "--folder",
        exported.toString(),
        "--threads",
        "1",
        "--trace",
        exported.resolve("traced.pt").toString());
  }

  static Path predictions(Path folder) {
    return folder.resolve(PREDICTIONS);
  }

  static Path result(Path folder) {
    return folder.resolve(RESULT);
  }

  private static String[] strings(List<String> first, List<String> second) {
    List<String> all = new ArrayList<>(first);
    all.addAll(second);
    return all.toArray(String[]::new);
  }
}
