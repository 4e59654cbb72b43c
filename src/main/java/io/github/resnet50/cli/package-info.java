/**
 * The command line: one class a command, with options grouped in mixins from which the
 * configuration records of other packages are built; the groups that several commands share are in
 * {@code cli.options}. Results go to standard output, everything else to standard error. Enter at
 * {@link io.github.resnet50.cli.Main}; an error becomes a line and an exit code in {@link
 * io.github.resnet50.cli.ErrorLines}.
 */
package io.github.resnet50.cli;
