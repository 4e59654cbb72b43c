/**
 * Archives that are read where they lie, entry by entry, without being unpacked. Enter at {@link
 * io.github.resnet50.image.archive.ArchiveFile}. What they say of themselves is not trusted: no
 * name is used as a path, no size is allocated unseen, and no entry's bytes go anywhere but to the
 * image decoder.
 */
package io.github.resnet50.image.archive;
