package io.github.resnet50.model;

import io.github.resnet50.image.preprocess.CropMode;
import io.github.resnet50.image.preprocess.Interpolation;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.image.preprocess.Resizing;
import io.github.resnet50.image.preprocess.Resizing.Size;
import io.github.resnet50.image.preprocess.Views;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a user wants of a model's input instead of what the model came with; null for what stays.
 * Where only the size is another, the image is resized in proportion before the crop.
 *
 * @param size width and height in pixels
 * @param cropPct the share of the resized image's side that the crop has
 * @param views of which the probabilities are averaged
 */
public record InputChoice(
    Integer size, Double cropPct, CropMode cropMode, Interpolation interpolation, Views views) {
  /** All as the model came with. */
  public static final InputChoice NONE = new InputChoice(null, null, null, null, null);

  /**
   * The same with several views.
   *
   * @param newViews null: the model's input as it is
   */
  public InputChoice averaging(Views newViews) {
    return new InputChoice(size, cropPct, cropMode, interpolation, newViews);
  }

  /** The same model with this input. */
  public ModelSpec of(ModelSpec spec) {
    if (equals(NONE)) {
      return spec;
    }
    Map<String, String> properties = new TreeMap<>(spec.properties());
    Preprocessing own = spec.own();
    if (cropPct != null || cropMode != null) {
      crop(properties, own);
    } else if (size != null && isByShares(properties)) {
      properties.keySet().removeAll(ServingProperties.LENGTHS); // which say the same for its size
    } else if (size != null) {
      scaleLengths(properties, own);
    }
    if (size != null) {
      properties.put("width", Integer.toString(size));
      properties.put("height", Integer.toString(size));
    }
    if (interpolation != null) {
      properties.put(ServingProperties.INTERPOLATION, interpolation.toString());
    }
    Preprocessing wanted = new ServingProperties(properties).preprocessing();
    return spec.with(views == null ? wanted : wanted.with(views), properties);
  }

  private static boolean isByShares(Map<String, String> properties) {
    return properties.containsKey(ServingProperties.CROP_PCT)
        || properties.containsKey(ServingProperties.CROP_MODE);
  }

  /** Puts shares in the place of lengths. */
  private void crop(Map<String, String> properties, Preprocessing own) {
    double ownPct =
        isByShares(properties) ? new ServingProperties(properties).cropPct() : cropPct(own);
    CropMode mode = cropMode != null ? cropMode : own.resizing().cropMode();
    properties.keySet().removeAll(ServingProperties.LENGTHS);
    properties.put(ServingProperties.CROP_MODE, mode.toString());
    properties.put(ServingProperties.CROP_PCT, Double.toString(cropPct != null ? cropPct : ownPct));
  }

  /** The share that lengths amount to; all where nothing is cut off, or nothing resized. */
  private static double cropPct(Preprocessing own) {
    Resizing resizing = own.resizing();
    int side = Math.min(own.width(), own.height());
    int resized =
        resizing.resizeShort() > 0
            ? resizing.resizeShort()
            : resizing.resize() == null
                ? side
                : Math.min(resizing.resize().width(), resizing.resize().height());
    return resizing.centerCrop() && resized > side
        ? Math.max(CropMode.LEAST_PCT, CropMode.pct(side, resized))
        : 1;
  }

  private void scaleLengths(Map<String, String> properties, Preprocessing own) {
    Resizing resizing = own.resizing();
    if (!resizing.centerCrop()) {
      return; // the whole image comes to the model's size, whatever that is
    }
    int side = Math.min(own.width(), own.height());
    Size resize = resizing.resize();
    Resizing scaled =
        new Resizing(
            resize == null
                ? null
                : new Size(scaled(resize.width(), side), scaled(resize.height(), side)),
            scaled(resizing.resizeShort(), side),
            true);
    properties.keySet().removeAll(List.of("resize", "resizeShort"));
    properties.putAll(scaled.properties());
  }

  private int scaled(int length, int side) {
    return (int) Math.min((long) length * size / side, ServingProperties.LARGEST);
  }
}
