/**
 * What the program's command lines share, {@code resnet50-spark} among them: option groups that
 * several of them mix in, the {@link io.github.resnet50.cli.options.Range} of numbers that an
 * option takes, exit codes. A group of one command alone is in {@code cli}.
 */
package io.github.resnet50.cli.options;
