package io.github.resnet50.model.adapted;

import io.github.resnet50.model.ModelSpec;
import io.github.resnet50.model.head.Head;
import io.github.resnet50.model.store.ModelName;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A request to store a trained head as a model.
 *
 * @param base whose features the head was trained on
 * @param head its first layer takes all of the base's features, its last has one output a class
 * @param classes the names of the classes, a line of {@code synset.txt} each: {@code n02123045
 *     tabby} or a bare name
 * @param name in the store
 * @param facts for the card, in this order: numbers, texts, and maps and lists of them; {@code
 *     accuracy} (0..1), where it is there, is shown in {@code models list}
 * @param trustModel whether the base's operations outside the allow-list may run
 */
public record AdaptRequest(
    ModelSpec base,
    Head head,
    List<String> classes,
    ModelName name,
    Map<String, Object> facts,
    boolean trustModel) {
  public AdaptRequest {
    classes = List.copyOf(classes);
    facts = Collections.unmodifiableMap(new LinkedHashMap<>(facts));
  }
}
