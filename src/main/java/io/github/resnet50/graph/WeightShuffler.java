package io.github.resnet50.graph;

import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.proto.MetaGraphDef;
import org.tensorflow.proto.NodeDef;
import org.tensorflow.proto.SavedModel;

/**
 * Destroys what a model has learnt: shuffles the elements of every kernel and matrix, so that each
 * layer keeps the distribution of its weights.
 */
public final class WeightShuffler {
  private static final int FLOAT_BYTES = Float.BYTES;

  /**
   * Shuffles a prepared model.
   *
   * @param prepared its directory; only read
   * @param target the directory that receives the {@code saved_model.pb}
   * @param seed the same gives the same model
   */
  public void shuffle(Path prepared, Path target, long seed)
      throws SavedModelException, UnpreparableModelException, IOException {
    MetaGraphDef meta = SavedModelFile.read(prepared, PreparedModelWriter.ALL).metaGraph();
    GraphDef.Builder graph = meta.getGraphDef().toBuilder().clearNode();
    SplittableRandom random = new SplittableRandom(seed);
    for (NodeDef node : meta.getGraphDef().getNodeList()) {
      graph.addNode(isWeights(node) ? shuffled(node, random) : node);
    }
    SavedModel model =
        SavedModel.newBuilder()
            .setSavedModelSchemaVersion(1)
            .addMetaGraphs(meta.toBuilder().setGraphDef(graph))
            .build();
    PreparedModelWriter.write(model, target);
  }

  private static boolean isWeights(NodeDef node) {
    return node.getOp().equals("Const")
        && node.getAttrOrThrow("dtype").getType() == DataType.DT_FLOAT
        && node.getAttrOrThrow("value").getTensor().getTensorShape().getDimCount() > 1;
  }

  private static NodeDef shuffled(NodeDef node, SplittableRandom random)
      throws UnpreparableModelException {
    HostTensor tensor = HostTensor.of(node);
    byte[] bytes = tensor.content().toByteArray();
    byte[] kept = new byte[FLOAT_BYTES];
    for (int i = bytes.length / FLOAT_BYTES - 1; i > 0; i--) {
      int other = FLOAT_BYTES * random.nextInt(i + 1);
      System.arraycopy(bytes, FLOAT_BYTES * i, kept, 0, FLOAT_BYTES);
      System.arraycopy(bytes, other, bytes, FLOAT_BYTES * i, FLOAT_BYTES);
      System.arraycopy(kept, 0, bytes, other, FLOAT_BYTES);
    }
    return new HostTensor(tensor.dtype(), tensor.shape(), ByteString.copyFrom(bytes))
        .toConst(node.getName());
  }
}
