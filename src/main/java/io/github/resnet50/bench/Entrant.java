package io.github.resnet50.bench;

/**
 * One of those that are measured in turn.
 *
 * @param name for people: a setting, or a model
 * @param meter runs it
 */
record Entrant(String name, Meter meter, Setting setting) {}
