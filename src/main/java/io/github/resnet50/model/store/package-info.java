/**
 * What is kept of models under {@code RESNET50_HOME}: prepared forms by content hash. Enter at
 * {@link io.github.resnet50.model.store.PreparedModels}.
 */
package io.github.resnet50.model.store;
