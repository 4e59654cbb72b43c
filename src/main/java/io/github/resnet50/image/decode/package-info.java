/**
 * From a file's bytes to pixels: what the bytes are is told from the bytes, headers are checked
 * before memory is taken, and a codec reads each format. Enter at {@link
 * io.github.resnet50.image.decode.ImageDecoder}.
 */
package io.github.resnet50.image.decode;
