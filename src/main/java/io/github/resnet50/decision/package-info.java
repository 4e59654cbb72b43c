/**
 * From a model's classes to a decision: what an image is as far as the model is sure, or by rules
 * of the user's.
 *
 * <p>Enter at {@link io.github.resnet50.decision.Decider}, which a {@link
 * io.github.resnet50.decision.RollUp} up a {@link io.github.resnet50.decision.Taxonomy} and {@link
 * io.github.resnet50.decision.Rules} are part of; {@link io.github.resnet50.decision.WordNet} and
 * {@link io.github.resnet50.decision.TaxonomyFile} give taxonomies, {@link
 * io.github.resnet50.decision.RuleFile} reads rules, {@link
 * io.github.resnet50.decision.DecisionRequest} puts all together for a model's classes.
 */
package io.github.resnet50.decision;
