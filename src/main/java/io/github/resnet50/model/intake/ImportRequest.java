package io.github.resnet50.model.intake;

import com.google.gson.JsonElement;
import io.github.resnet50.image.preprocess.Preprocessing.ChannelOrder;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.UsualScaling;
import java.nio.file.Path;

/**
 * What is to be imported, and what the user specifies about it. Names, labels and everything in
 * {@link GraphSettings} and {@link ImageSettings} may be null: then it is inferred.
 *
 * @param source a SavedModel directory, or a folder or archive with one in it
 * @param name for the store
 * @param origin where the source came from; null: it is that itself
 * @param labels a file of class names
 * @param overwrite whether it may replace a model of the same name
 */
public record ImportRequest(
    Path source,
    String name,
    Origin origin,
    Path labels,
    boolean overwrite,
    GraphSettings graph,
    ImageSettings input) {

  /**
   * Where a source came from, for the card.
   *
   * @param address in a few words
   * @param published what its publishers say of it; null where that is not known
   */
  public record Origin(String address, JsonElement published) {}

  /**
   * How the graph is run.
   *
   * @param signature of the SavedModel's signatures
   * @param output of the signature's outputs, the one with the scores
   * @param trusted whether operations outside the allow-list may run
   */
  public record GraphSettings(String signature, String output, boolean trusted) {}

  /**
   * How images are converted to its input.
   *
   * @param width in pixels, where the graph leaves it open
   * @param height in pixels, where the graph leaves it open
   * @param scaling from levels to the model's numbers
   * @param channelOrder the model's
   * @param resizing to the model's size
   */
  public record ImageSettings(
      Integer width,
      Integer height,
      UsualScaling scaling,
      ChannelOrder channelOrder,
      Resizing resizing) {}

  /** Everything inferred, nothing trusted or replaced. */
  public static ImportRequest of(Path source) {
    return new ImportRequest(
        source,
        null,
        null,
        null,
        false,
        new GraphSettings(null, null, false),
        new ImageSettings(null, null, null, null, null));
  }

  /** The same with this trust in the model. */
  ImportRequest trusting(boolean trusted) {
    return new ImportRequest(
        source,
        name,
        origin,
        labels,
        overwrite,
        new GraphSettings(graph.signature(), graph.output(), trusted),
        input);
  }

  /** The same with a name, and with another origin than its path. */
  ImportRequest from(Origin origin, String storedAs) {
    return new ImportRequest(source, storedAs, origin, labels, overwrite, graph, input);
  }

  /** The same with square images of this size, cut from the middle of resized ones. */
  ImportRequest shown(int side, int shortSide) {
    return new ImportRequest(
        source,
        name,
        origin,
        labels,
        overwrite,
        graph,
        new ImageSettings(
            side, side, input.scaling(), input.channelOrder(), Resizing.cropped(shortSide)));
  }
}
