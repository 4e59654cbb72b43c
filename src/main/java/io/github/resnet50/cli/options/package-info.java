/**
 * Option groups that several commands share, {@code resnet50-spark} among them, and the {@link
 * io.github.resnet50.cli.options.Range} of numbers that an option takes.
 */
package io.github.resnet50.cli.options;
