package io.github.resnet50.model.intake;

import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import java.nio.file.Path;

/**
 * What is to be imported, and what the user says of it. Everything but the source may be null: then
 * it is found out.
 *
 * @param source a SavedModel directory, or a folder or archive with one in it
 * @param name for the store
 * @param origin where the source came from, for the card; null: the source itself
 * @param signature of the SavedModel's signatures
 * @param output of the signature's outputs, the one with the scores
 * @param width where the graph leaves it open
 * @param height where the graph leaves it open
 * @param scaling from levels to the model's numbers
 * @param channelOrder the model's
 * @param resize to the model's size
 * @param labels a file of class names
 * @param trustModel whether operations outside the allow-list may run
 * @param overwrite whether it may replace a model of the same name
 */
public record ImportRequest(
    Path source,
    String name,
    String origin,
    String signature,
    String output,
    Integer width,
    Integer height,
    Scaling scaling,
    ChannelOrder channelOrder,
    Resize resize,
    Path labels,
    boolean trustModel,
    boolean overwrite) {

  /** Everything found out, nothing trusted or replaced. */
  public static ImportRequest of(Path source) {
    return new ImportRequest(
        source, null, null, null, null, null, null, null, null, null, null, false, false);
  }
}
