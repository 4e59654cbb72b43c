/**
 * How good a model is on labelled images: accuracy, confusion, calibration.
 *
 * <p>Enter at {@link io.github.resnet50.evaluate.Evaluation}, which turns a run's records into
 * {@link io.github.resnet50.metrics.Observation}s, one an image. All numbers are functions of
 * these. What is found leaves as an {@link io.github.resnet50.evaluate.EvaluationReport} of plain
 * values, which {@link io.github.resnet50.evaluate.EvaluationPage} shows as a page.
 */
package io.github.resnet50.evaluate;
