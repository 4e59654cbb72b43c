package io.github.resnet50.model.store;

import com.google.gson.JsonObject;
import io.github.resnet50.basics.Text;
import io.github.resnet50.model.labelled.LabelledImages;
import java.util.OptionalLong;

/**
 * How often a model was right, and what that rests on.
 *
 * @param share 0..1
 * @param images how many were classified; empty on cards that do not say
 * @param basis what they were, to follow their number
 * @param drawn whether they are the drawn images that come with the program
 */
public record MeasuredAccuracy(double share, OptionalLong images, String basis, boolean drawn) {
  /** With fewer images a figure says next to nothing: its 95 % interval spans 30 points or so. */
  static final int FEW = 30;

  static MeasuredAccuracy onImages(double share, OptionalLong images, String source) {
    return new MeasuredAccuracy(
        share,
        images,
        images.isPresent() ? LabelledImages.described(images.getAsLong(), source) : source,
        LabelledImages.areSamples(source));
  }

  /** Whether there are too few images for the figure to tell much, or an unknown number. */
  public boolean isFew() {
    return images.isEmpty() || images.getAsLong() < FEW;
  }

  /** Whether it says as much as another figure: photographs more than drawings, many than few. */
  boolean saysAsMuchAs(MeasuredAccuracy other) {
    return drawn == other.drawn ? images.orElse(0) >= other.images.orElse(0) : !drawn;
  }

  /** {@code 79.0 % of 200 in photos}. */
  public String text() {
    return Text.percent(share)
        + (basis.isEmpty() ? "" : " of " + basis)
        + (images.isEmpty() ? " (number not recorded)" : isFew() ? " (too few to tell)" : "");
  }

  /** The same for programs. */
  public JsonObject json() {
    JsonObject json = new JsonObject();
    json.addProperty("share", share);
    json.addProperty("images", images.isPresent() ? (Number) images.getAsLong() : null);
    json.addProperty("basis", basis);
    json.addProperty("too_few_to_tell", isFew());
    return json;
  }
}
