package io.github.resnet50.explain;

import io.github.resnet50.engine.Attention;
import io.github.resnet50.engine.Attention.Layer;
import io.github.resnet50.engine.Attention.WindowGrid;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * Attention rollout (Abnar and Zuidema 2020): what of each patch reaches the token that is
 * classified, if a layer passes on half of what a token was and half of what it attends to. The
 * product of {@code (A + I) / 2} over all layers, A being the mean over a layer's heads; of that
 * the class token's row (of DeiT the mean of this and the distillation token's, as its scores are),
 * or the mean over all rows where the model takes the mean over its tokens. Where attention is paid
 * within windows (Swin), A is 0 between them, and a token that was merged from four is the mean of
 * these. It knows nothing of classes: all of an image's have the same map.
 */
record AttentionRollout() implements SaliencyMethod {
  @Override
  public List<SaliencyMap> explain(Subject subject) {
    return Collections.nCopies(subject.classes().length, SaliencyMap.of(map(subject.attention())));
  }

  /** From the last layer to the first: a row by matrices costs less than their product. */
  private static HeatMap map(Attention attention) {
    List<Layer> layers = attention.layers();
    int placeless = attention.placeless();
    WindowGrid places = layers.get(layers.size() - 1).places();
    double[] shares = classified(attention, places);
    for (int i = layers.size() - 1; i >= 0; i--) {
      WindowGrid earlier = layers.get(i).places();
      shares = apart(shares, places, earlier);
      places = earlier;
      shares = before(layers.get(i), shares, placeless);
    }
    float[] values = new float[places.height() * places.width()];
    for (int place = 0; place < values.length; place++) {
      values[place] = (float) shares[placeless + place];
    }
    return new HeatMap(places.height(), places.width(), values);
  }

  /** By how much each of the last tokens counts for the scores. */
  private static double[] classified(Attention attention, WindowGrid last) {
    int places = last.height() * last.width();
    double[] shares = new double[attention.placeless() + places];
    List<Integer> classified = attention.classified();
    if (classified.isEmpty()) {
      Arrays.fill(shares, attention.placeless(), shares.length, 1.0 / places);
    }
    classified.forEach(token -> shares[token] = 1.0 / classified.size());
    return shares;
  }

  /** The shares of tokens as they were before they were merged. */
  private static double[] apart(double[] shares, WindowGrid merged, WindowGrid places) {
    int by = places.height() / merged.height();
    if (by == 1) {
      return shares;
    }
    double[] apart = new double[places.height() * places.width()];
    for (int i = 0; i < apart.length; i++) {
      int row = i / places.width() / by;
      int column = i % places.width() / by;
      apart[i] = shares[row * merged.width() + column] / (by * by);
    }
    return apart;
  }

  /** By how much the tokens before a layer count, if those behind it count by these shares. */
  private static double[] before(Layer layer, double[] shares, int placeless) {
    WindowGrid places = layer.places();
    int tokens = places.tokens();
    double[] before = new double[shares.length];
    int[] members = new int[tokens];
    for (int window = 0; window < places.windows(); window++) {
      for (int token = 0; token < tokens; token++) {
        members[token] = places.windows() == 1 ? token : placeless + member(places, window, token);
      }
      for (int to = 0; to < tokens; to++) {
        int row = (window * tokens + to) * tokens;
        double sum = 1; // of the row of A + I
        for (int from = 0; from < tokens; from++) {
          sum += layer.weights()[row + from];
        }
        double share = shares[members[to]] / sum;
        before[members[to]] += share;
        for (int from = 0; from < tokens; from++) {
          before[members[from]] += share * layer.weights()[row + from];
        }
      }
    }
    return before;
  }

  /** The place of a window's token in the grid. */
  private static int member(WindowGrid places, int window, int token) {
    int side = (int) Math.sqrt(places.tokens());
    int wide = places.width() / side;
    int row = window / wide * side + token / side + places.shift();
    int column = window % wide * side + token % side + places.shift();
    return row % places.height() * places.width() + column % places.width();
  }
}
