/**
 * What the product asks of whatever computes: bring a model up, say what it gives, run batches.
 * Enter at {@link io.github.resnet50.engine.Engine}; an implementation is a package below this one.
 */
package io.github.resnet50.engine;
