/**
 * Models as graphs: reading a SavedModel ({@link io.github.resnet50.graph.SavedModelFile}), judging
 * whether it may run ({@link io.github.resnet50.graph.GraphSafety}), changing it ({@link
 * io.github.resnet50.graph.FlatGraph}, on which every {@link io.github.resnet50.graph.GraphPass}
 * works), counting its arithmetic, running it, and writing it out. Only {@code GraphRunner} calls
 * TensorFlow.
 */
package io.github.resnet50.graph;
