/**
 * Models: what is written about one ({@link io.github.resnet50.model.ModelSpec}), the engine's
 * library ({@link io.github.resnet50.engine.tensorflow.NativeLibrary}), and a model that runs
 * ({@link io.github.resnet50.engine.LoadedModel}). Alone with {@code image} knows DJL and
 * TensorFlow.
 */
package io.github.resnet50.model;
