package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Preprocessing.Size;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * How an image comes to the model's size; equal where the pixels are equal.
 *
 * @param resize as in {@link Preprocessing}
 * @param resizeShort as in {@link Preprocessing}
 * @param centerCrop as in {@link Preprocessing}; where not, the whole image is squeezed and the
 *     other two do not matter
 */
record Resizing(Size resize, int resizeShort, boolean centerCrop) {
  private static final Resizing SQUEEZE = new Resizing(null, 0, false);

  /** ImageNet's 256 for a crop of 224. */
  private static final double CROPPED_SHARE = 0.875;

  Resizing {
    resize = centerCrop ? resize : null;
    resizeShort = centerCrop ? resizeShort : 0;
  }

  static Resizing of(Preprocessing steps) {
    return new Resizing(steps.resize(), steps.resizeShort(), steps.centerCrop());
  }

  /** The declared one, then the other usual ones. */
  static List<Resizing> choices(Preprocessing declared) {
    int side = Math.min(declared.width(), declared.height());
    Set<Resizing> choices = new LinkedHashSet<>();
    choices.add(of(declared));
    choices.add(new Resizing(null, (int) Math.round(side / CROPPED_SHARE), true));
    choices.add(new Resizing(null, side, true));
    choices.add(SQUEEZE);
    return List.copyOf(choices);
  }

  /** The keys of {@code serving.properties} that say this; {@code resize=true} is for DJL. */
  Map<String, String> settings() {
    Map<String, String> settings = new LinkedHashMap<>();
    settings.put(
        "resize",
        centerCrop ? resize == null ? "false" : resize.width() + "," + resize.height() : "true");
    settings.put("resizeShort", resizeShort == 0 ? "false" : Integer.toString(resizeShort));
    settings.put("centerCrop", Boolean.toString(centerCrop));
    return settings;
  }

  @Override
  public String toString() {
    if (!centerCrop) {
      return "squeeze";
    }
    String first = resize == null ? "" : resize.width() + "x" + resize.height() + ", ";
    return first + (resizeShort == 0 ? "crop" : "short " + resizeShort + ", crop");
  }
}
