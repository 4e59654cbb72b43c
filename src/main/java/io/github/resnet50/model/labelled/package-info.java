/**
 * Images of which it is known what they show, for whatever measures a model.
 *
 * <p>Enter at {@link io.github.resnet50.model.labelled.LabelledImages}, which reads them from class
 * folders, a CSV file or the program's own samples. What a label means to a model is the matter of
 * {@link io.github.resnet50.model.labelled.LabelIndex}.
 */
package io.github.resnet50.model.labelled;
