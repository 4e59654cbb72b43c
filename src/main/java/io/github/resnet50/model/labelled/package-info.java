/**
 * Labelled images, for everything that measures a model.
 *
 * <p>Enter at {@link io.github.resnet50.model.labelled.LabelledImages}, which reads them from class
 * folders, a CSV file or the program's own samples. {@link
 * io.github.resnet50.model.labelled.LabelIndex} maps labels to a model's classes.
 */
package io.github.resnet50.model.labelled;
