package io.github.resnet50.bench;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.decode.ImageDecoder;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessor;
import io.github.resnet50.image.walk.ImageScanner;
import io.github.resnet50.image.walk.ScanOptions;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Model-sized pixels to measure with, all in memory.
 *
 * @param pixels as {@code Predictor} takes them
 * @param failed how many images could not be decoded
 */
record BenchImages(List<byte[]> pixels, int failed) {
  private static final int SYNTHETIC = 64;
  private static final long SEED = 20151210;

  /** Noise, the same every time. */
  static BenchImages synthetic(Preprocessing size) {
    Random random = new Random(SEED);
    int bytes = 3 * size.width() * size.height();
    return new BenchImages(
        Stream.generate(
                () -> {
                  byte[] noise = new byte[bytes];
                  random.nextBytes(noise);
                  return noise;
                })
            .limit(SYNTHETIC)
            .toList(),
        0);
  }

  /**
   * The first images of a walk, decoded and preprocessed.
   *
   * @param most how many are taken
   */
  static BenchImages read(
      ScanOptions scan, int most, ImageDecoder decoder, Preprocessing steps, BenchListener listener)
      throws IOException {
    Preprocessor preprocessor = new Preprocessor(steps);
    List<byte[]> pixels = new ArrayList<>();
    int failed = 0;
    try (ImageScanner scanner = new ImageScanner(scan)) {
      while (pixels.size() < most && scanner.hasNext()) {
        ImageRef ref = scanner.next();
        try {
          pixels.add(preprocessor.apply(decoder.decode(ref.read())).rgb());
        } catch (ImageException e) {
          failed++;
          listener.failed(ref.name(), e.failure());
        }
      }
    }
    return new BenchImages(pixels, failed);
  }
}
