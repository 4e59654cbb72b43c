/**
 * A classifier for the user's own classes on a model's features, and how good it is. Enter at
 * {@link io.github.resnet50.adapt.AdaptRun}; the procedure is in {@link
 * io.github.resnet50.adapt.AdaptationProcedure}.
 */
package io.github.resnet50.adapt;
