package io.github.resnet50.tag;

/** Why an image gets no keyword. */
public enum LeftOut {
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

  /** For people, behind a number. */
  String words() {
    return words;
  }

  /** Whether its answer is the reason: what was sure in an earlier run may stand in its sidecar. */
  boolean isOfAnswer() {
    return this == UNSURE || this == UNDECIDED || this == GENERAL;
  }

  /** Whether somebody who wanted keywords for all images would miss it. */
  boolean isTrouble() {
    return isTrouble;
  }
}
