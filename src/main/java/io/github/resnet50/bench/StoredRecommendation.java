package io.github.resnet50.bench;

/**
 * A recommendation as it is kept; the components are the keys of its JSON file.
 *
 * @param source {@code bench}, or {@code calibration}: the short one of a first run
 * @param measured the day, ISO 8601 in UTC
 * @param version of the program that measured
 * @param cpu the processor it was measured on
 * @param cores of them
 * @param sha256 of the model
 */
public record StoredRecommendation(
    int batchSize,
    int threads,
    double imagesPerSecond,
    String source,
    String measured,
    String version,
    String cpu,
    int cores,
    String sha256) {}
