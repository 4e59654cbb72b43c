/**
 * Models: the description of one ({@link io.github.resnet50.model.ModelSpec}, read from its {@link
 * io.github.resnet50.model.ModelDirectory}), the ones that come with the program ({@link
 * io.github.resnet50.model.BuiltInModel}), a trained classifier on a backbone's features ({@link
 * io.github.resnet50.model.Head}), and archives from untrusted sources, unpacked safely ({@link
 * io.github.resnet50.model.Archive}).
 */
package io.github.resnet50.model;
