/**
 * Explains decisions: heat maps of images, and measures of how far to trust them. Enter at {@link
 * io.github.resnet50.explain.ExplainRun}; a method is one class behind {@link
 * io.github.resnet50.explain.SaliencyMethod}, named in {@link io.github.resnet50.explain.Method}.
 */
package io.github.resnet50.explain;
