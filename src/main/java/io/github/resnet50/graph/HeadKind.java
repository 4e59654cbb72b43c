package io.github.resnet50.graph;

/** What a model does last, which decides how its scores are read. */
public enum HeadKind {
  /** One class is right; the model ends in softmax. */
  SOFTMAX,
  /** Each class for itself (or one class against none); the model ends in a sigmoid. */
  SIGMOID,
  /** The model ends in logits: softmax was added, or a sigmoid where there is one class only. */
  LOGITS
}
