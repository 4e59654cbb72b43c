/**
 * Models as graphs: reading a SavedModel ({@link io.github.resnet50.graph.SavedModelFile}),
 * checking whether it may run ({@link io.github.resnet50.graph.GraphSafety}), changing it ({@link
 * io.github.resnet50.graph.FlatGraph}, on which every {@link io.github.resnet50.graph.GraphPass}
 * works), counting its arithmetic, running it ({@link io.github.resnet50.graph.GraphRunner}), and
 * writing it out ({@link io.github.resnet50.graph.PreparedModelWriter}). {@code GraphRunner} is the
 * only class here that runs TensorFlow sessions.
 */
package io.github.resnet50.graph;
