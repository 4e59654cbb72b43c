package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.engine.Attention;
import io.github.resnet50.engine.Attention.WindowGrid;
import io.github.resnet50.graph.AttentionLayout;
import io.github.resnet50.graph.AttentionLayout.AttentionLayer;
import io.github.resnet50.graph.HostTensor;
import io.github.resnet50.graph.TensorRef;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the attention of a prepared model from the values of its softmaxes.
 *
 * @param layout where the tokens lie
 */
record AttentionReader(AttentionLayout layout) {
  /** The tensors to be read. */
  List<TensorRef> tensors() {
    return layout.layers().stream().map(AttentionLayer::weights).toList();
  }

  /**
   * The attention of a batch.
   *
   * @param values of {@link #tensors}
   * @return one an image
   */
  List<Attention> of(List<HostTensor> values, int images) {
    List<List<Attention.Layer>> byImage = new ArrayList<>();
    for (int i = 0; i < images; i++) {
      byImage.add(new ArrayList<>());
    }
    for (int l = 0; l < values.size(); l++) {
      AttentionLayer layer = layout.layers().get(l);
      WindowGrid places =
          new WindowGrid(layer.height(), layer.width(), layer.tokens(), layer.shift());
      float[] all = values.get(l).floats();
      for (int i = 0; i < images; i++) {
        byImage.get(i).add(new Attention.Layer(places, meanOverHeads(places, all, i, images)));
      }
    }
    return byImage.stream()
        .map(layers -> new Attention(layers, layout.placeless(), layout.classified()))
        .toList();
  }

  /** An image's part of the values is its windows, of these the heads, of these the tokens. */
  private static float[] meanOverHeads(WindowGrid places, float[] values, int image, int images) {
    int square = places.tokens() * places.tokens();
    int each = values.length / images;
    int heads = each / places.windows() / square;
    float[] means = new float[places.windows() * square];
    for (int i = 0; i < means.length; i++) {
      int first = image * each + i / square * heads * square + i % square;
      double sum = 0;
      for (int head = 0; head < heads; head++) {
        sum += values[first + head * square];
      }
      means[i] = (float) (sum / heads);
    }
    return means;
  }
}
