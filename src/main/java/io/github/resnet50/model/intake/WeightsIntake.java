package io.github.resnet50.model.intake;

import io.github.resnet50.graph.SavedModelFile;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.weights.ResNetDictionary;
import io.github.resnet50.model.weights.StateDictionary;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Weights without a network, of which the network is known: it is drawn around them, and so they
 * become a SavedModel.
 *
 * @param file of safetensors, or an index of some
 * @param notes gets what was recognised
 */
record WeightsIntake(Path file, Consumer<String> notes) {
  /**
   * timm's networks with the same names and shapes as others, but other arithmetic: they blur or
   * average where others have a stride.
   */
  private static final Pattern AMBIGUOUS = Pattern.compile("(se|eca)?resne(x)?t(aa|blur).*");

  private static final String TESTED =
      "%s says that its publishers tested it with other images than it was trained with, which is"
          + " mostly better and slower; import it with %s for that";

  /**
   * Writes the SavedModel.
   *
   * @param folder which is empty, or to be made
   * @param asTrained whether its input is what its publishers trained it with, for lack of another
   * @return its files, and those beside the weights
   * @throws ModelException where the weights are of no network that is known
   */
  ModelFiles into(Path folder, boolean asTrained) throws ModelException, IOException {
    Path beside = file.toAbsolutePath().normalize().getParent();
    ModelFiles files = new ModelFiles(folder, folder, beside);
    Optional<TimmConfig> config = TimmConfig.of(files);
    ResNetDictionary weights = ResNetDictionary.of(StateDictionary.read(file));
    String name = weights.architecture().name();
    int classes = weights.architecture().classes();
    if (config.isPresent()) {
      requireAgreement(config.get(), name, classes);
    }
    config
        .filter(said -> asTrained)
        .map(TimmConfig::tested)
        .ifPresent(options -> notes.accept(TESTED.formatted(config.get().source(), options)));
    Files.createDirectories(folder);
    notes.accept(
        "recognised as %s with %d classes, by the names and shapes of its weights"
            .formatted(name, classes));
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(folder.resolve(SavedModelFile.FILE)), 1 << 16)) {
      weights.savedModel().writeTo(out);
    }
    return files;
  }

  private void requireAgreement(TimmConfig config, String name, int classes) throws ModelException {
    String architecture = config.architecture();
    if (architecture != null && AMBIGUOUS.matcher(architecture).matches()) {
      throw new ModelException(
          ("%s: %s says that it is %s, which computes otherwise than %s with the same names and"
                  + " shapes, and is not known here: export it as ONNX")
              .formatted(file, config.source(), architecture, name));
    }
    if (config.classes() > 0 && config.classes() != classes) {
      throw new ModelException(
          "%s: %s says %d classes, but fc.weight has %d"
              .formatted(file, config.source(), config.classes(), classes));
    }
  }
}
