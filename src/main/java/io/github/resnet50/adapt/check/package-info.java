/**
 * Verdicts on a head and on the images it was made from: overfitting, whether more images would
 * help, label errors. Each follows a rule whose words the report quotes.
 */
package io.github.resnet50.adapt.check;
