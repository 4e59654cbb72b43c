/**
 * How fast models run on this machine, and at which batch size and number of threads a model runs
 * fastest. Enter at {@link io.github.resnet50.bench.BenchRun}, or, for the short measurement of a
 * first long run, at {@link io.github.resnet50.bench.AutoTune}. {@code Rounds} holds the order of
 * the measurements and when a setting is warm, {@code SettingStats} the rule by which one is
 * chosen. Bare inference: decoding and writing are no part of it.
 */
package io.github.resnet50.bench;
