package io.github.resnet50.spark;

import java.io.Serializable;

/**
 * What every task of a job has to know.
 *
 * @param model where it is
 * @param places where images are
 * @param batchSize images a window
 * @param topK predictions an image
 * @param maxPixels larger images are refused before they are decoded
 * @param imageSeconds what reading or decoding one image may take
 * @param decoders threads that read and decode
 */
record TaskSettings(
    ModelPlace model,
    Places places,
    int batchSize,
    int topK,
    long maxPixels,
    double imageSeconds,
    int decoders)
    implements Serializable {
  private static final long serialVersionUID = 1L;
}
