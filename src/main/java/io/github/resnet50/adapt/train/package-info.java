/**
 * Training of a small head on features that are there already: plain Java, reproducible to the bit.
 * Enter at {@link io.github.resnet50.adapt.train.TrainingPool}; another way to train is another
 * class beside {@link io.github.resnet50.adapt.train.Trainer}.
 */
package io.github.resnet50.adapt.train;
