package io.github.resnet50.model.verify;

/** What an experiment says of the declared preprocessing. */
public enum Verdict {
  /** No other is better by a tenth of a nat. */
  DECLARED_BEST,
  /** Another is clearly better. */
  OTHER_BETTER,
  /** Another looks better, or there are hardly any images: more of them would tell. */
  TOO_FEW_IMAGES,
  /** With none is the model better than guessing: the labels or the images are not its own. */
  NONE_FITS
}
