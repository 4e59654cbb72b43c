/**
 * What is trained on top of a backbone's pooled features. Enter at {@link
 * io.github.resnet50.model.head.Head}.
 */
package io.github.resnet50.model.head;
