package io.github.resnet50.bench;

/**
 * How settings are measured; the components are keys of the JSON report.
 *
 * @param repeats measurements a setting
 * @param seconds the least that one measurement takes
 * @param warmUpSeconds after so long a setting counts as warm whatever its rates; looked at after
 *     each warm-up measurement
 */
public record BenchConfig(int repeats, double seconds, double warmUpSeconds) {}
