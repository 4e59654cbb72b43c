/**
 * Stages and the bounded channels between them: what runs side by side, what waits for what, and
 * how a failure anywhere ends everything. Knows nothing of images and imports only the JDK. Enter
 * at {@link io.github.resnet50.pipeline.Pipeline}.
 */
package io.github.resnet50.pipeline;
