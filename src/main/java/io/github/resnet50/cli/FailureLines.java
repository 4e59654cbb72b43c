package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import java.util.function.Consumer;

/** Says what fails as it comes: the first of it, or with {@code --verbose} all. For one thread. */
final class FailureLines {
  private static final int TOLD = 10;

  private final String what;
  private final CommonOptions common;
  private final Consumer<String> say;
  private long count;
  private String first = "";

  /**
   * @param what fails, in the plural, such as {@code sidecars that cannot be changed}
   * @param say hears the lines, none of them with {@code --quiet}
   */
  FailureLines(String what, CommonOptions common, Consumer<String> say) {
    this.what = what;
    this.common = common;
    this.say = say;
  }

  /**
   * Something has failed.
   *
   * @param why with its name
   */
  void add(String why) {
    count++;
    first = count == 1 ? why : first;
    if (common.quiet) {
      return;
    }
    if (common.verbose || count <= TOLD) {
      say.accept(why);
    } else if (count == TOLD + 1) {
      say.accept("more " + what + " are only counted; --verbose names them");
    }
  }

  /** The first; empty where nothing has failed. */
  String first() {
    return first;
  }
}
