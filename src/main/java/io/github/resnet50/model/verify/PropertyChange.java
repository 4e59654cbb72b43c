package io.github.resnet50.model.verify;

import io.github.resnet50.image.preprocess.Interpolation;
import io.github.resnet50.image.preprocess.Preprocessing;
import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.ServingProperties;
import io.github.resnet50.model.verify.Candidates.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The changes to {@code serving.properties} for another preprocessing.
 *
 * @param set keys and their new values
 * @param remove keys that would contradict them
 */
public record PropertyChange(Map<String, String> set, List<String> remove) {
  private static final Map<String, String> DEFAULTS =
      Map.of(
          "channelOrder",
          "RGB",
          "toTensor",
          "true",
          "normalize",
          "false",
          "resize",
          "false",
          "resizeShort",
          "false",
          "centerCrop",
          "false",
          ServingProperties.INTERPOLATION,
          Interpolation.BILINEAR.toString());
  private static final String RANGE = "range";

  static PropertyChange of(ModelSpec spec, Candidate wanted) {
    Preprocessing from = spec.preprocessing();
    Preprocessing to = wanted.steps();
    Map<String, String> set = new LinkedHashMap<>();
    if (to.channelOrder() != from.channelOrder()) {
      set.put("channelOrder", to.channelOrder().name());
    }
    boolean rescaled = !to.scaling().sameAs(from.scaling());
    if (rescaled) {
      set.putAll(to.scaling().properties());
    }
    Map<String, String> present = spec.properties();
    List<String> remove = new ArrayList<>();
    if (!to.resizing().equals(from.resizing().effective())) {
      set.putAll(to.resizing().properties());
      remove.addAll(List.of(ServingProperties.CROP_MODE, ServingProperties.CROP_PCT));
    }
    if (rescaled) {
      remove.add(RANGE);
    }
    remove.retainAll(present.keySet());
    set.entrySet()
        .removeIf(
            e ->
                e.getValue()
                    .equals(present.getOrDefault(e.getKey(), DEFAULTS.get(e.getKey())).strip()));
    return new PropertyChange(set, remove);
  }

  int size() {
    return set.size() + remove.size();
  }

  /** Such as {@code set channelOrder=RGB and remove range}. */
  @Override
  public String toString() {
    String text =
        set.entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(" ", "set ", ""));
    return remove.isEmpty() ? text : text + " and remove " + String.join(" ", remove);
  }
}
