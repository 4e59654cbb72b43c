/**
 * Models made of another model's backbone and a head of one's own. Enter at {@link
 * io.github.resnet50.model.adapted.AdaptedModels}.
 */
package io.github.resnet50.model.adapted;
