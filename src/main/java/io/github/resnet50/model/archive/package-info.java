/**
 * Archives from untrusted sources, of the zoo or the user: unpacked safely. Enter at {@link
 * io.github.resnet50.model.archive.Archive}.
 */
package io.github.resnet50.model.archive;
