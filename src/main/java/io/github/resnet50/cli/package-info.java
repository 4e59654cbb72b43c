/**
 * The command line: one class a command, options grouped in mixins that become the records of the
 * packages below. Results go to standard output, everything else to standard error. Enter at {@link
 * io.github.resnet50.cli.Main}; an error becomes a line and an exit code in {@link
 * io.github.resnet50.cli.ErrorLines}.
 */
package io.github.resnet50.cli;
