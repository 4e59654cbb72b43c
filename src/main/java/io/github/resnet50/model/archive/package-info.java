/**
 * Archives from strangers, of the zoo or the user's: unpacked without harm. Enter at {@link
 * io.github.resnet50.model.archive.Archive}.
 */
package io.github.resnet50.model.archive;
