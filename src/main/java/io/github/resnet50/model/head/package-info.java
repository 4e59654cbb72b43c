/**
 * A classifier trained on a backbone's pooled features ({@link
 * io.github.resnet50.model.head.Head}), and its file format ({@link
 * io.github.resnet50.model.head.HeadFile}).
 */
package io.github.resnet50.model.head;
