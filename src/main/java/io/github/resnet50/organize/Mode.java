package io.github.resnet50.organize;

import java.util.Locale;

/** How an image gets into its folder. */
public enum Mode {
  COPY("copied"),
  HARDLINK("hard-linked"),
  SYMLINK("linked"),
  MOVE("moved");

  private final String done;

  Mode(String done) {
    this.done = done;
  }

  /** What has become of an image then. */
  public String done() {
    return done;
  }

  /** As in options and undo files. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
