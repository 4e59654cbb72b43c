package io.github.resnet50.run;

/** What a record keeps of an image's scores beside its top-k. */
public enum KeptScores {
  /** Nothing. */
  NONE,
  /** The probabilities of all classes. */
  PROBABILITIES,
  /** These, and the logits where the model gives them. */
  WITH_LOGITS
}
