/**
 * Small helpers that every package may use: numbers ({@link io.github.resnet50.basics.Numbers}),
 * text ({@link io.github.resnet50.basics.Text}, {@link io.github.resnet50.basics.Decimals}), files
 * and locks ({@link io.github.resnet50.basics.SafeFiles}), names of files that are no text ({@link
 * io.github.resnet50.basics.FileNames}), the memory there is ({@link
 * io.github.resnet50.basics.MachineMemory}), digests ({@link io.github.resnet50.basics.Sha256}),
 * throughput ({@link io.github.resnet50.basics.LoadGenerator}). They depend on the JDK alone. A
 * helper that a second package needs is moved here instead of being copied.
 */
package io.github.resnet50.basics;
