package io.github.resnet50.model;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.commons.io.file.PathUtils;
import org.tensorflow.proto.SavedModel;

/**
 * The built-in model: ResNet50's architecture with seeded random weights, for benchmarks, smoke
 * tests and machines that reach no model. It costs what ResNet50 costs and knows nothing. Made in
 * the store on first use.
 */
public final class RandomModel {
  /** What users call it. */
  public static final String NAME = "random";

  /** Goes up when what is made changes, so that a stored older one is made again. */
  private static final int VERSION = 1;

  private static final long SEED = 20151210; // the day the ResNet paper came out

  private final Path models;

  /**
   * @param models the store's folder of models
   */
  public RandomModel(Path models) {
    this.models = models;
  }

  /** The model's folder, made now if it is not there; processes wait for each other. */
  public ModelDirectory make() throws ModelException {
    ModelDirectory made = directory();
    Path folder = made.path();
    if (made.isModel()) {
      return made;
    }
    try {
      Files.createDirectories(models);
      try (FileChannel channel =
              FileChannel.open(
                  models.resolve("." + NAME + ".lock"),
                  StandardOpenOption.CREATE,
                  StandardOpenOption.WRITE);
          FileLock lock = channel.lock()) {
        if (lock.isValid() && !made.isModel()) {
          write(folder);
        }
      }
      return made;
    } catch (IOException e) {
      throw new ModelException("cannot write the built-in model to " + folder + ": " + e, e);
    }
  }

  /** Where it is or will be. */
  public ModelDirectory directory() {
    return new ModelDirectory(models.resolve(NAME + "-v" + VERSION));
  }

  private void write(Path folder) throws IOException {
    Path work = models.resolve("." + NAME + ".making"); // one at a time: the lock is held
    if (Files.exists(work)) {
      PathUtils.deleteDirectory(work); // of a process that was killed: 100 MB
    }
    Files.createDirectory(work);
    SavedModel savedModel = new ResNet50Graph(SEED).savedModel();
    try (OutputStream out =
        new BufferedOutputStream(Files.newOutputStream(work.resolve("saved_model.pb")), 1 << 16)) {
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
    Files.writeString(
        work.resolve("synset.txt"),
        IntStream.range(0, ResNet50Graph.CLASSES)
            .mapToObj("random-%04d\n"::formatted)
            .collect(Collectors.joining()));
    Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
  }
}
