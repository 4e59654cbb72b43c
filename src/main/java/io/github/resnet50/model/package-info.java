/**
 * Models: the description of one ({@link io.github.resnet50.model.ModelSpec}, read from its {@link
 * io.github.resnet50.model.ModelDirectory}) and the ones that come with the program ({@link
 * io.github.resnet50.model.BuiltInModel}).
 */
package io.github.resnet50.model;
