/**
 * Turns any image classifier's SavedModel into a flat, frozen graph that loads and runs fast and
 * has named inner outputs. Enter at {@link io.github.resnet50.graph.prepare.ModelPreparer}, whose
 * list of passes shows the steps; {@link io.github.resnet50.graph.prepare.Agreement} compares the
 * result with the original.
 *
 * <p>To add a pass, write a {@link io.github.resnet50.graph.GraphPass} with a test on a tiny graph
 * and put it into that list. Passes that need TensorFlow get it through an interface ({@code
 * Shapes.Inference}, {@code ConstantFolder.Evaluator}, {@code VariableFreezer.Source}), so that
 * they can be tested without it.
 */
package io.github.resnet50.graph.prepare;
