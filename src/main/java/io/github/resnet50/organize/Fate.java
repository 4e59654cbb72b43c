package io.github.resnet50.organize;

import io.github.resnet50.recorded.LeftOutImages;
import io.github.resnet50.recorded.RecordedImage.Standing;

/** What becomes of an image in a plan. */
public enum Fate implements LeftOutImages.Reason {
  /** It gets its place. */
  TO_DO("to be done", false),
  /** It has it from before. */
  THERE("in their place already", false),
  /** Only others are wanted. */
  NOT_WANTED("of other classes", false),
  /** An earlier record is of the same file. */
  REPEATED("recorded twice", false),
  FAILED("not classified", true),
  MISSING("not there (--base names the folder that paths begin in)", true),
  CHANGED("changed since they were classified (--changed takes them too)", true),
  NO_FILE("no files, or such as may not be looked at", true),
  TILE("tiles, which have no file of their own", true),
  IN_ARCHIVE("in archives (--mode copy takes them out)", true),
  LINK("links, which would lead elsewhere once moved (--mode copy follows them)", true),
  /** Only hard links care. */
  OTHER_DEVICE("on another file system", true);

  private final String words;
  private final boolean isTrouble;

  Fate(String words, boolean isTrouble) {
    this.words = words;
    this.isTrouble = isTrouble;
  }

  @Override
  public String words() {
    return words;
  }

  @Override
  public boolean isTrouble() {
    return isTrouble;
  }

  /** Of an image that is not as it was. */
  static Fate of(Standing standing) {
    return switch (standing) {
      case FILE, ENTRY -> TO_DO;
      case CHANGED -> CHANGED;
      case TILE -> TILE;
      case FAILED -> FAILED;
      case MISSING -> MISSING;
      case NO_FILE -> NO_FILE;
    };
  }
}
