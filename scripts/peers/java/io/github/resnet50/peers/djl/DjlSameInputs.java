package io.github.resnet50.peers.djl;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import io.github.resnet50.engine.tensorflow.NativeLibrary;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelDirectory;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.peers.ModelInputs;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * One process that gives DJL's SavedModel the same pixels as the product's, to see whether it is
 * the same network. (DJL's own resizing does not average over the pixels that it leaves out, so its
 * predictions differ somewhat with the same network.) Writes the probabilities, big-endian.
 */
public final class DjlSameInputs implements Callable<Integer> {

  @Option(names = "--model", required = true)
  Path model;

  @Option(names = "--images", required = true)
  int images;

  @Option(names = "--probabilities", required = true)
  Path probabilities;

  @Parameters List<String> paths;

  /** Ends the process with 0, or with another code and the reason on standard error. */
  public static void main(String[] args) {
    System.exit(new CommandLine(new DjlSameInputs()).execute(args));
  }

  @Override
  public Integer call() throws Exception {
    ModelSpec spec = new ModelDirectory(model).read("model");
    Preprocessing steps = spec.preprocessing();
    new NativeLibrary(Home.of(System.getenv())).load();
    Criteria<NDList, NDList> criteria =
        Criteria.builder()
            .setTypes(NDList.class, NDList.class)
            .optModelPath(model)
            .optEngine("TensorFlow")
            .optTranslator(new NoopTranslator())
            .build();
    try (ZooModel<NDList, NDList> zooModel = criteria.loadModel();
        Predictor<NDList, NDList> predictor = zooModel.newPredictor();
        NDManager manager = zooModel.getNDManager().newSubManager();
        DataOutputStream out =
            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(probabilities)))) {
      Shape shape = new Shape(1, steps.height(), steps.width(), steps.channelOrder().channels());
      for (FloatBuffer input : ModelInputs.read(paths, images, spec, false)) {
        NDList scores = predictor.predict(new NDList(manager.create(input, shape)));
        for (float score : scores.singletonOrThrow().toFloatArray()) {
          out.writeFloat(score);
        }
      }
    }
    return 0;
  }
}
