/**
 * How a model of unknown make becomes one of the store: unpacked, checked, its preprocessing and
 * labels found out or asked for by name, prepared. Enter at {@link
 * io.github.resnet50.model.intake.ModelImporter}.
 */
package io.github.resnet50.model.intake;
