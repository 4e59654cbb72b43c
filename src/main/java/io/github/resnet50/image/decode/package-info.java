/**
 * From a file's bytes to pixels: the format is recognised by the bytes, headers are checked before
 * memory is allocated, and a codec reads each format. Enter at {@link
 * io.github.resnet50.image.decode.ImageDecoder}.
 */
package io.github.resnet50.image.decode;
