/**
 * Gets models of DJL's zoo: by name in, a complete model directory out, or nothing and the reason.
 * DJL's own repository code reads the zoo's metadata, picks the artifact, unpacks it and checks it;
 * what DJL leaves open is closed here: time-outs, transfers that are cut short, two processes at
 * once, being offline, and metadata that means harm. Enter at {@link
 * io.github.resnet50.model.zoo.ZooFetcher}.
 */
package io.github.resnet50.model.zoo;
