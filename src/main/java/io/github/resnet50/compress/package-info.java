/**
 * Makes cheaper models of prepared ones, without training, and says what they cost. Enter at {@link
 * io.github.resnet50.compress.CompressedModels}, which stores the result; {@link
 * io.github.resnet50.compress.ModelCompressor} says what happens in which order.
 *
 * <p>Two ways: {@code ChannelPruning} removes channels ({@code ChannelGroup} finds those that can
 * go, {@code RemovalOrder} says which first, {@code ChannelRemoval} takes them out of a graph), and
 * {@code Int8Compression} quantises convolutions ({@code Quantizer} writes the graph). Both take
 * and give a graph in the prepared form, so they combine. {@code Pricing} compares with the
 * original; {@code CompressionLabel} keeps the result.
 */
package io.github.resnet50.compress;
