/** Pixels in, numbers of a prepared model's graph out. */
package io.github.resnet50.model.inference;
