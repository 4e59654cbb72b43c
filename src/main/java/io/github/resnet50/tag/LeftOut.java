package io.github.resnet50.tag;

import io.github.resnet50.recorded.LeftOutImages;

/** Why an image gets no keyword. */
public enum LeftOut implements LeftOutImages.Reason {
  UNSURE("less sure than --min-prob", false),
  UNDECIDED("without an answer", false),
  GENERAL("too general for a keyword, as object is", false),
  /** An earlier record is of the same file, or has the same sidecar. */
  REPEATED("recorded twice", false),
  FAILED("not classified", true),
  MISSING("not there (--base names the folder that paths begin in)", true),
  CHANGED("changed since they were classified (--changed takes them too)", true),
  TILE("tiles, which have no file of their own", true),
  IN_ARCHIVE("in archives, where no program looks for sidecars", true);

  private final String words;
  private final boolean isTrouble;

  LeftOut(String words, boolean isTrouble) {
    this.words = words;
    this.isTrouble = isTrouble;
  }

  @Override
  public String words() {
    return words;
  }

  /** Whether its answer is the reason: what was sure in an earlier run may stand in its sidecar. */
  boolean isOfAnswer() {
    return this == UNSURE || this == UNDECIDED || this == GENERAL;
  }

  @Override
  public boolean isTrouble() {
    return isTrouble;
  }
}
