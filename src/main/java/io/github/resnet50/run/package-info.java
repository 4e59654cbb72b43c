/**
 * One run, wired: paths are scanned into windows, decoded, predicted and written, side by side and
 * in bounded memory. Enter at {@link io.github.resnet50.run.ClassifyRun}.
 */
package io.github.resnet50.run;
