/**
 * What leaves the program: prediction files, the timing report, progress and the closing summary.
 *
 * <p>Enter at {@link io.github.resnet50.report.Output} (where bytes go, and when they count) and
 * {@link io.github.resnet50.report.OutputFormat} (how records are written there). A run's numbers
 * are gathered by {@link io.github.resnet50.report.timing.StageClock}, {@link
 * io.github.resnet50.report.timing.ThroughputMeter} and {@link io.github.resnet50.report.Tally},
 * and leave as a {@link io.github.resnet50.report.timing.TimingReport} and a {@link
 * io.github.resnet50.report.timing.Summary}.
 *
 * <p>A prediction format is a {@link io.github.resnet50.report.PredictionSink} and a constant of
 * {@code OutputFormat}; {@code RawRecords} and {@code PredictionReader} read it back.
 */
package io.github.resnet50.report;
