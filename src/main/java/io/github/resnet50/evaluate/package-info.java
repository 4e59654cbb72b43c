/**
 * How good a model is on labelled images: accuracy, confusion, calibration, robustness.
 *
 * <p>Enter at {@link io.github.resnet50.evaluate.Evaluation}, which turns a run's records into
 * {@link io.github.resnet50.metrics.Observation}s, one an image. The result is an {@link
 * io.github.resnet50.evaluate.EvaluationReport} of plain values, which writes itself as JSON, CSV
 * and text; {@link io.github.resnet50.evaluate.EvaluationPage} shows it as a page. {@link
 * io.github.resnet50.evaluate.TemperatureFitter} and {@link
 * io.github.resnet50.evaluate.ThresholdFitter} compute what {@link
 * io.github.resnet50.evaluate.ConfidenceSettings} stores for {@code classify}.
 */
package io.github.resnet50.evaluate;
