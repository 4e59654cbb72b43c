/**
 * One run, wired: images are scanned into batches, decoded, worked on and written, side by side and
 * in bounded memory. Enter at {@link io.github.resnet50.run.Run}; {@link
 * io.github.resnet50.run.ClassifyRun} is the one that classifies.
 */
package io.github.resnet50.run;
