package io.github.resnet50.engine.tensorflow;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.engine.FeatureMap;
import io.github.resnet50.engine.InferenceException;
import io.github.resnet50.graph.HeadGradients;
import io.github.resnet50.graph.TokenGrid;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.tensorflow.exceptions.TensorFlowException;

/**
 * Gradients of a model's logits with respect to its feature map, whichever engine computed the map.
 * Safe for use by many threads at once.
 */
public final class MapGradients implements AutoCloseable {
  private final HeadGradients head;
  private final Optional<float[][]> classWeights;

  /**
   * @param head closed with this
   */
  MapGradients(HeadGradients head) {
    this.head = head;
    this.classWeights = head.classWeights().map(MapGradients::rows);
  }

  /** A single score belongs to the second of two classes; its negation is the first's. */
  private static float[][] rows(float[][] weights) {
    if (weights.length > 1) {
      return weights;
    }
    float[] against = weights[0].clone();
    for (int channel = 0; channel < against.length; channel++) {
      against[channel] = -against[channel];
    }
    return new float[][] {against, weights[0]};
  }

  /**
   * A row of weights over the map's channels for each class, as {@link
   * io.github.resnet50.engine.LoadedModel#classWeights} has them.
   */
  public Optional<float[][]> classWeights() {
    return classWeights;
  }

  /** Gradients, as {@link io.github.resnet50.engine.Predictor#gradients} has them. */
  public List<FeatureMap> of(List<FeatureMap> maps, int[] classes) throws InferenceException {
    int size = maps.get(0).tokens().length;
    float[] values = new float[maps.size() * size];
    float[] weights = new float[maps.size() * head.scores()];
    for (int i = 0; i < maps.size(); i++) {
      System.arraycopy(modelsLayout(maps.get(i)), 0, values, i * size, size);
      if (head.scores() == 1) {
        weights[i] = classes[i] == 1 ? 1 : -1;
      } else {
        weights[i * head.scores() + classes[i]] = 1;
      }
    }
    List<Long> batch = new ArrayList<>(List.of((long) classes.length));
    batch.addAll(mapShape(size));
    try {
      return maps(head.of(values, batch, weights), classes.length);
    } catch (TensorFlowException e) {
      throw failure(e);
    }
  }

  /** A feature map's sizes as the model has them; open ones follow from the number. */
  private List<Long> mapShape(int values) {
    List<Long> declared = head.mapShape().subList(1, head.mapShape().size());
    if (head.grid().isPresent()) {
      return declared;
    }
    int channelAxis = head.channelsFirst() ? 0 : 2;
    long channels = declared.get(channelAxis);
    if (declared.stream().allMatch(size -> size > 0)) {
      return declared;
    }
    long places = values / channels;
    long known = declared.stream().filter(size -> size > 0).reduce(1L, (a, b) -> a * b) / channels;
    long open = declared.stream().filter(size -> size <= 0).count();
    long side = open == 1 ? places / known : Math.round(Math.sqrt((double) places));
    return declared.stream().map(size -> size > 0 ? size : side).toList();
  }

  /** Whether the map is the tokens of a transformer, which all engines have in one order. */
  public boolean ofTokens() {
    return head.grid().isPresent();
  }

  /**
   * The maps of a batch, as TensorFlow has them.
   *
   * @param flat one after the other
   */
  public List<FeatureMap> maps(float[] flat, int count) {
    List<Long> shape = mapShape(flat.length / count);
    return Arrays.stream(Numbers.rows(flat, count)).map(row -> channelsLast(row, shape)).toList();
  }

  private FeatureMap channelsLast(float[] values, List<Long> shape) {
    int[] sizes = shape.stream().mapToInt(Math::toIntExact).toArray();
    if (head.grid().isPresent()) {
      TokenGrid grid = head.grid().get();
      return FeatureMap.ofTokens(grid.height(), grid.width(), sizes[1], values);
    }
    return head.channelsFirst()
        ? FeatureMap.ofChannelsFirst(sizes[1], sizes[2], sizes[0], values)
        : new FeatureMap(sizes[0], sizes[1], sizes[2], values);
  }

  private float[] modelsLayout(FeatureMap map) {
    return head.channelsFirst() && !ofTokens() ? map.channelsFirst() : map.tokens();
  }

  static InferenceException failure(TensorFlowException e) {
    return new InferenceException(String.valueOf(e.getMessage()), e);
  }

  @Override
  public void close() {
    head.close();
  }
}
