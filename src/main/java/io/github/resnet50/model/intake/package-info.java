/**
 * How models enter the store. {@link io.github.resnet50.model.intake.ModelImporter} takes one of
 * unknown origin: unpacks and checks it, determines its preprocessing and labels or says which
 * option is missing, and prepares it; {@link io.github.resnet50.model.intake.ModelFetch} does that
 * for one of the zoo. {@link io.github.resnet50.model.intake.AdaptedModels} puts a trained head on
 * the backbone of a stored one.
 */
package io.github.resnet50.model.intake;
