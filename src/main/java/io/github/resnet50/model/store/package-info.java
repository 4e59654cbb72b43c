/**
 * Models stored under {@code RESNET50_HOME}: the models themselves, by name, each with a card of
 * metadata ({@link io.github.resnet50.model.store.ModelStore}), and their prepared forms, by
 * content hash ({@link io.github.resnet50.model.store.PreparedModels}).
 */
package io.github.resnet50.model.store;
