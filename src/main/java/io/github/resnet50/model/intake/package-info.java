/**
 * Imports models of unknown origin into the store: unpacks and checks them, determines their
 * preprocessing and labels or says which option is missing, and prepares them. Enter at {@link
 * io.github.resnet50.model.intake.ModelImporter}.
 */
package io.github.resnet50.model.intake;
