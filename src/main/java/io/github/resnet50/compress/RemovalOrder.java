package io.github.resnet50.compress;

import io.github.resnet50.graph.HostTensor;
import java.util.ArrayList;
import java.util.List;

/**
 * The channels of a group from the first to go to the last, greedily: each is the one whose absence
 * changes the next convolutions' outputs least, once the others make up for it.
 *
 * @param channels in the order of going; some at the end are left out, which never go
 * @param costs of each the squared error it adds, as a share of the outputs' variance
 * @param dead how many at the beginning never fired
 */
record RemovalOrder(List<Integer> channels, List<Double> costs, int dead) {
  private static final double SMALLEST = 1e-30;

  RemovalOrder {
    channels = List.copyOf(channels);
    costs = List.copyOf(costs);
  }

  /**
   * Finds the order.
   *
   * @param least how many channels stay in any case
   */
  static RemovalOrder of(ChannelGroup group, ChannelStatistics statistics, int least) {
    int size = statistics.channels();
    double[][] covariance = statistics.covariance();
    double[][] gram = new double[size][size];
    group.takers().forEach(taker -> addGram(gram, taker.kernel()));
    double variance = SMALLEST;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        variance += gram[i][j] * covariance[i][j];
      }
    }
    ChannelElimination elimination = new ChannelElimination(covariance);
    boolean[] gone = new boolean[size];
    int count = Math.max(0, size - least);
    List<Integer> order = new ArrayList<>();
    List<Double> costs = new ArrayList<>();
    int dead = 0;
    for (int step = 0; step < count; step++) {
      int next = -1;
      double cost = Double.POSITIVE_INFINITY;
      for (int c = 0; c < size; c++) {
        double own = statistics.hasFired(c) ? gram[c][c] * elimination.unexplained(c) : -1;
        if (!gone[c] && own < cost) {
          next = c;
          cost = own;
        }
      }
      dead += cost < 0 ? 1 : 0;
      order.add(next);
      costs.add(Math.max(0, cost) / variance);
      gone[next] = true;
      remove(gram, next, elimination.eliminate(next));
    }
    return new RemovalOrder(order, costs, dead);
  }

  /** Products of the channels' weights: {@code gram[i][j] = sum over taps and outputs w_i w_j}. */
  private static void addGram(double[][] gram, HostTensor kernel) {
    int size = gram.length;
    float[] weights = kernel.floats();
    int outputs = Math.toIntExact(kernel.shape().get(3));
    for (int tap = 0; tap < weights.length; tap += size * outputs) {
      for (int i = 0; i < size; i++) {
        for (int j = 0; j <= i; j++) {
          double sum = 0;
          for (int o = 0; o < outputs; o++) {
            sum += weights[tap + i * outputs + o] * weights[tap + j * outputs + o];
          }
          gram[i][j] += sum;
          gram[j][i] = gram[i][j];
        }
      }
    }
  }

  /** The products once the others' weights make up for a channel's. */
  private static void remove(double[][] gram, int channel, double[] part) {
    double[] row = gram[channel].clone();
    double own = row[channel];
    for (int i = 0; i < gram.length; i++) {
      double[] target = gram[i];
      double factor = part[i] * own - row[i];
      for (int j = 0; j < target.length; j++) {
        target[j] += factor * part[j] - part[i] * row[j];
      }
    }
  }

  /** The first to go. */
  int[] first(int count) {
    return channels.stream().limit(count).mapToInt(Integer::intValue).toArray();
  }
}
