package io.github.resnet50.cli;

import io.github.resnet50.graph.Nodes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.SavedModel;
import org.tensorflow.proto.SignatureDef;
import org.tensorflow.proto.TensorInfo;

/** The smallest classifier of images: the mean of each channel, with a softmax if wanted. */
public final class ToyModel {
  private final boolean channelsFirst;
  private int size = 4;
  private int channels = 3;
  private boolean softmax;

  private ToyModel(boolean channelsFirst) {
    this.channelsFirst = channelsFirst;
  }

  public static ToyModel channelsLast() {
    return new ToyModel(false);
  }

  public static ToyModel channelsFirst() {
    return new ToyModel(true);
  }

  /** Width and height; -1: any. */
  public ToyModel size(int pixels) {
    size = pixels;
    return this;
  }

  public ToyModel channels(int count) {
    channels = count;
    return this;
  }

  public ToyModel softmax() {
    softmax = true;
    return this;
  }

  /**
   * A folder with a classifier of 4 × 4 RGB pixels, and what users have beside it.
   *
   * @param classes the names of its classes; none for no file of them
   */
  public static Path folder(Path directory, String... classes) throws IOException {
    Files.createDirectories(directory);
    channelsLast().softmax().write(directory);
    return describe(directory, "width=4\nheight=4\nresize=true\ntoTensor=true\n", classes);
  }

  /** The same for an engine that never reads the graph; images are 8 × 8, of levels. */
  public static Path unread(Path directory, String... classes) throws IOException {
    Files.createDirectories(directory);
    Files.writeString(directory.resolve("saved_model.pb"), "opened by the real engine only");
    return describe(directory, "width=8\nheight=8\nresize=true\ntoTensor=false\n", classes);
  }

  private static Path describe(Path directory, String properties, String... classes)
      throws IOException {
    Files.writeString(directory.resolve("serving.properties"), properties);
    if (classes.length > 0) {
      Files.writeString(directory.resolve("synset.txt"), String.join("\n", classes) + "\n");
    }
    return directory;
  }

  public void write(Path directory) throws IOException {
    long[] input =
        channelsFirst
            ? new long[] {-1, channels, size, size}
            : new long[] {-1, size, size, channels};
    int axis = channelsFirst ? 2 : 1; // of the height
    Nodes graph = Nodes.graph();
    String image = graph.placeholder("image", DataType.DT_FLOAT, input);
    String axes = graph.ints("axes", axis, axis + 1);
    String scores =
        graph.add(
            "Mean",
            "means",
            List.of(image, axes),
            Nodes.t(),
            Nodes.type("Tidx", DataType.DT_INT32),
            Nodes.flag("keep_dims", false));
    if (softmax) {
      scores = graph.unary("Softmax", "probabilities", scores);
    }
    SignatureDef signature =
        SignatureDef.newBuilder()
            .setMethodName("tensorflow/serving/predict")
            .putInputs("image", tensor(image, input))
            .putOutputs("scores", tensor(scores, -1, channels))
            .build();
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(
                MetaGraphDef.newBuilder()
                    .setMetaInfoDef(MetaGraphDef.MetaInfoDef.newBuilder().addTags("serve"))
                    .setGraphDef(graph.graphDef())
                    .putSignatureDef("serving_default", signature))
            .build();
    Files.write(directory.resolve("saved_model.pb"), model.toByteArray());
  }

  private static TensorInfo tensor(String node, long... shape) {
    return TensorInfo.newBuilder()
        .setName(node + ":0")
        .setDtype(DataType.DT_FLOAT)
        .setTensorShape(Nodes.shape("shape", shape).value().getShape())
        .build();
  }
}
