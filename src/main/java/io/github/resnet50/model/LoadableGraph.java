package io.github.resnet50.model;

import java.nio.file.Path;

/**
 * Which graph stands for a model when it runs.
 *
 * @param directory a SavedModel
 * @param signature which of its signatures
 * @param prepared whether it is the flat, frozen form, which needs no optimising at load
 */
public record LoadableGraph(Path directory, String signature, boolean prepared) {}
