/**
 * What a model is before it runs: where it lies, its preprocessing and its labels. Enter at {@link
 * io.github.resnet50.model.ModelSpec}.
 */
package io.github.resnet50.model;
