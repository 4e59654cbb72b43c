/**
 * How fast a model runs on this machine, and at which batch size and number of threads it runs
 * fastest. Enter at {@link io.github.resnet50.bench.BenchRun}; {@link
 * io.github.resnet50.bench.Sweep} holds the order of the measurements, {@link
 * io.github.resnet50.bench.WarmUp} and {@link io.github.resnet50.bench.Recommendation} the two
 * rules. Bare inference: decoding and writing are no part of it.
 */
package io.github.resnet50.bench;
