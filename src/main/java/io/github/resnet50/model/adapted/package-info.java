/**
 * Models made from another model's backbone and a trained head. Enter at {@link
 * io.github.resnet50.model.adapted.AdaptedModels}.
 */
package io.github.resnet50.model.adapted;
