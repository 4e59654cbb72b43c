/**
 * Models: what is written about one ({@link io.github.resnet50.model.ModelSpec}), the engine's
 * library ({@link io.github.resnet50.model.NativeLibrary}), and a model that runs ({@link
 * io.github.resnet50.model.Classifier}). Alone with {@code image} knows DJL and TensorFlow.
 */
package io.github.resnet50.model;
