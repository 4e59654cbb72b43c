package io.github.resnet50.model.store;

import io.github.resnet50.graph.prepare.Agreement;
import io.github.resnet50.graph.prepare.PreparedModel;
import java.util.List;
import java.util.Map;

/**
 * The result of preparing a model; stored beside the prepared graph.
 *
 * @param prepared whether the prepared graph is used; if not, the original is
 * @param reason why the original is used, or null
 * @param seconds the duration, including the comparison
 * @param agreement how prepared and original compare, or null where there is nothing to compare
 * @param signature the original's signature
 * @param outputs the prepared graph's outputs and their shapes
 * @param head what the model does last: {@code SOFTMAX}, {@code SIGMOID} or {@code LOGITS}
 * @param input the input's shape, -1 where it is open
 * @param counts what was done, by name
 */
public record Preparation(
    boolean prepared,
    String reason,
    double seconds,
    Agreement agreement,
    String signature,
    Map<String, List<Long>> outputs,
    String head,
    List<Long> input,
    Map<String, Integer> counts) {

  static Preparation refused(String reason, double seconds) {
    return new Preparation(false, reason, seconds, null, null, Map.of(), null, List.of(), null);
  }

  static Preparation of(PreparedModel model, Agreement agreement, String reason, double seconds) {
    return new Preparation(
        reason == null,
        reason,
        seconds,
        agreement,
        model.source().signature(),
        model.outputs(),
        model.head().kind().name(),
        model.input().shape(),
        model.counts());
  }
}
