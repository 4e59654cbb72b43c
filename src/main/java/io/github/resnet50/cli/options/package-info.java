/**
 * What the program's command lines share, {@code resnet50-spark} among them: option groups, the
 * {@link io.github.resnet50.cli.options.Range} of numbers that an option takes, exit codes.
 */
package io.github.resnet50.cli.options;
