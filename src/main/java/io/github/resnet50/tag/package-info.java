/**
 * Keywords of what a model sees, in XMP sidecars beside the images, where photo managers read them.
 *
 * <p>Enter at {@link io.github.resnet50.tag.Tagging}, which goes through records: {@link
 * io.github.resnet50.tag.KeywordChoice} says what each image is called, {@code SidecarNames} which
 * file its sidecar is, {@link io.github.resnet50.tag.xmp.SidecarChange} what becomes of its text.
 */
package io.github.resnet50.tag;
