package io.github.resnet50.model;

import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.graph.SavedModelFile;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.file.PathUtils;
import org.tensorflow.proto.SavedModel;

/**
 * The models that come with the program. Both have the backbone of ResNet50 with the same seeded
 * random weights, which take as long to run as ResNet50 and need no download; they are made in the
 * store on first use.
 */
public enum BuiltInModel {
  /**
   * With a random head too: its predictions mean nothing. For benchmarks, smoke tests and machines
   * without models.
   */
  RANDOM("random", 1, "built-in: random weights") {
    @Override
    SavedModel savedModel() {
      return new ResNet50Graph(SEED).savedModel();
    }

    @Override
    String synset() {
      return IntStream.range(0, ResNet50Graph.CLASSES)
          .mapToObj("random-%04d\n"::formatted)
          .collect(Collectors.joining());
    }
  },

  /**
   * A trained head on the random backbone, which recognises the 25 drawn objects of the sample
   * images only. Made by {@code scripts/sample-images/train-demo}.
   */
  DEMO("demo", 1, "built-in: 25 drawn objects") {
    @Override
    SavedModel savedModel() throws IOException {
      try (InputStream in = resource("head.bin")) {
        return new ResNet50Graph(SEED).savedModel(Head.read(in));
      }
    }

    @Override
    String synset() throws IOException {
      try (InputStream in = resource("synset.txt")) {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
      }
    }
  };

  private static final long SEED = 20151210; // the publication date of the ResNet paper

  private final String modelName;
  private final int version;
  private final String source;

  /**
   * @param version increased when the model changes, so that an older stored one is made again
   */
  BuiltInModel(String modelName, int version, String source) {
    this.modelName = modelName;
    this.version = version;
    this.source = source;
  }

  /** The built-in model of this name; letter case counts. */
  public static Optional<BuiltInModel> of(String modelName) {
    return Arrays.stream(values()).filter(model -> model.modelName.equals(modelName)).findFirst();
  }

  /** Whether a name, or a folder with that name, is that of a built-in model. */
  public static boolean isNameOfOne(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    return Arrays.stream(values()).anyMatch(model -> lower.matches(model.modelName + "(-v\\d+)?"));
  }

  /** The name that users give. */
  public String modelName() {
    return modelName;
  }

  /** A description in a few words. */
  public String source() {
    return source;
  }

  abstract SavedModel savedModel() throws IOException;

  /** The content of its synset file, one line per class. */
  abstract String synset() throws IOException;

  private static InputStream resource(String name) throws IOException {
    InputStream in = BuiltInModel.class.getResourceAsStream("demo/" + name);
    if (in == null) {
      throw new IOException("the program lacks its resource demo/" + name);
    }
    return in;
  }

  /** Its folder, existing or not, below the store's folder of models. */
  public ModelDirectory directory(Path models) {
    return new ModelDirectory(models.resolve(modelName + "-v" + version));
  }

  /** The model's folder, made now if it does not exist; processes wait for each other. */
  public ModelDirectory make(Path models) throws ModelException {
    ModelDirectory made = directory(models);
    Path folder = made.path();
    if (made.isModel()) {
      return made;
    }
    try {
      Files.createDirectories(models);
      return SafeFiles.<ModelDirectory, ModelException>locked(
          models.resolve("." + modelName + ".lock"),
          () -> {
            if (!made.isModel()) {
              write(models, folder);
            }
            return made;
          });
    } catch (IOException e) {
      throw Home.unwritable(models, e);
    }
  }

  private void write(Path models, Path folder) throws IOException {
    Path work = models.resolve("." + modelName + ".making"); // one at a time: the lock is held
    if (Files.exists(work)) {
      PathUtils.deleteDirectory(work); // of a process that was killed: 100 MB
    }
    Files.createDirectory(work);
    SavedModel savedModel = savedModel();
    try (OutputStream out =
        new BufferedOutputStream(
            Files.newOutputStream(work.resolve(SavedModelFile.FILE)), 1 << 16)) {
      savedModel.writeTo(out);
    }
    Files.writeString(
        work.resolve("serving.properties"),
        """
        # Images as ResNet50 v1.5 takes them: short side to 256, the middle 224 of it, normalised
        engine=TensorFlow
        width=224
        height=224
        resizeShort=256
        centerCrop=true
        toTensor=false
        normalize=123.675,116.28,103.53,58.395,57.12,57.375
        applySoftmax=false
        synsetFileName=synset.txt
        """);
    Files.writeString(work.resolve(ServingProperties.LABEL_FILE), synset());
    Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
  }
}
