package io.github.resnet50.evaluate;

import io.github.resnet50.basics.Numbers;
import io.github.resnet50.metrics.Observation;

/**
 * An image with all of its probabilities.
 *
 * @param key a number that its name gives it by chance; who is kept, and which part it is of, goes
 *     by this
 */
@SuppressWarnings("ArrayRecordComponent") // compared by key alone
record Scored(long key, int trueClass, float[] probabilities) {

  Observation observation() {
    return Observation.of(trueClass, probabilities);
  }

  /** As if the logits were divided by a temperature. */
  Observation observation(double temperature) {
    return Observation.of(trueClass, Numbers.temperatureScaled(probabilities, temperature));
  }

  /** That of the true class, in nat, with the logits divided by a temperature. */
  double negativeLogLikelihood(double temperature) {
    double most = 0;
    for (float p : probabilities) {
      most = Math.max(most, p);
    }
    double sum = 0; // of powers of the ratio to the largest, so that none of the sum is lost
    for (float p : probabilities) {
      sum += Math.exp((log(p) - Math.log(most)) / temperature);
    }
    return Math.log(sum) - (log(probabilities[trueClass]) - Math.log(most)) / temperature;
  }

  private static double log(float probability) {
    return Math.log(Math.max(Observation.LEAST_PROBABILITY, probability));
  }
}
