/**
 * Gets models of DJL's zoo: given a name, they make a complete model directory, or fail with a
 * reason. DJL's own repository code reads the zoo's metadata, picks the artifact, unpacks it and
 * checks it; this package adds what DJL lacks: time-outs, resumed transfers, locking between
 * processes, offline use, and protection against malicious metadata. Enter at {@link
 * io.github.resnet50.model.zoo.ZooFetcher}.
 */
package io.github.resnet50.model.zoo;
