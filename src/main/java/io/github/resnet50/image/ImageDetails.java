package io.github.resnet50.image;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;

/**
 * What is known of one image, of what was asked for.
 *
 * @param values of the columns' types; a column without one is not known
 */
public record ImageDetails(Map<ImageColumn, Object> values) {
  /** Nothing was asked for, or nothing is known. */
  public static final ImageDetails NONE = new ImageDetails(Map.of());

  public ImageDetails {
    values = values.isEmpty() ? Map.of() : Collections.unmodifiableMap(new EnumMap<>(values));
  }

  /** A column's value as text; null where it is not known. */
  public String text(ImageColumn column) {
    Object value = values.get(column);
    return value == null ? null : column.text(value);
  }
}
