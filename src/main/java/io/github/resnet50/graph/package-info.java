/**
 * Makes any image classifier's SavedModel flat, frozen, fast to start and run, with its inner
 * outputs named. Enter at {@link io.github.resnet50.graph.ModelPreparer}; {@link
 * io.github.resnet50.graph.Agreement} shows that nothing was lost.
 *
 * <p>A pass is a class that takes a {@code FlatGraph} and changes it in place; to add one, write it
 * with a test on a tiny graph and put it into {@code ModelPreparer}'s sequence. Passes that need
 * TensorFlow get it through an interface ({@code Shapes}, {@code ConstantFolder.Evaluator}, {@code
 * VariableFreezer.Source}), so that their tests do without; only {@code GraphRunner} calls it.
 */
package io.github.resnet50.graph;
