/**
 * Texts of XMP with keywords of ours among those of others. Enter at {@link
 * io.github.resnet50.tag.xmp.SidecarChange}.
 *
 * <p>Sidecars are other people's work: edits, history, ratings, by programs whose namespaces nobody
 * knows all of. Adobe's own library (xmpcore) reads them into a model and writes that anew: it
 * joins descriptions, drops comments, turns elements into attributes, and refuses what it finds
 * amiss. Here a text is changed in place instead: {@code XmlReader} tells where elements stand,
 * {@code TextEdits} changes those that are ours, and every other character stays. So what is taken
 * out again leaves the bytes that were there before.
 *
 * <p>Which keywords are ours a sidecar says itself, in lists of a namespace of our own beside those
 * of the keywords. A keyword that was there before is not among them and is never taken out; one of
 * ours that somebody takes out stays out, for as long as we would say the same.
 */
package io.github.resnet50.tag.xmp;
