/**
 * Makes any image classifier's SavedModel flat, frozen, fast to start and run, with its inner
 * outputs named. Enter at {@link io.github.resnet50.graph.prepare.ModelPreparer}, whose list of
 * passes reads as what is done, but for its first: {@link
 * io.github.resnet50.graph.prepare.Flattener} has a list of its own, which it repeats until nothing
 * is left to inline, freeze or fold. {@link io.github.resnet50.graph.prepare.Agreement} shows that
 * nothing was lost.
 *
 * <p>To add a pass, write a {@link io.github.resnet50.graph.GraphPass} with a test on a tiny graph
 * and put it into one of the two lists, and raise {@link
 * io.github.resnet50.graph.prepare.ModelPreparer#VERSION}, so that kept results of the old list are
 * made again. Passes that need TensorFlow get it through an interface ({@code Shapes.Inference},
 * {@code ConstantFolder.Evaluator}, {@code VariableFreezer.Source}), so that their tests do
 * without.
 */
package io.github.resnet50.graph.prepare;
