/**
 * Where a run's time goes: the clocks of its stages, the rate, the bottleneck, the machine, and the
 * {@link io.github.resnet50.report.timing.TimingReport} made of them.
 */
package io.github.resnet50.report.timing;
