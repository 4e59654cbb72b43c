package io.github.resnet50.cli;

import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkCounts;
import io.github.resnet50.image.walk.WalkText;

/** What commands say on standard error of what a walk passed over. */
final class WalkReport {
  private WalkReport() {}

  /** Says that nothing was found, and what is there instead; returns the exit code. */
  static int nothingTaken(Context context, WalkCounts walk, ScanOptions scan) {
    context.say(WalkText.nothingTaken(walk, scan));
    return ExitCode.NO_IMAGE;
  }

  /** Closes a run with what its user may miss, unless {@code --quiet} is set. */
  static void note(Context context, CommonOptions common, WalkCounts walk) {
    if (!common.quiet) {
      WalkText.note(walk.passedOver()).ifPresent(context::say);
    }
  }

  /** The same, where each folder below a root stands for a class. */
  static void noteOfClasses(Context context, CommonOptions common, WalkCounts walk) {
    if (!common.quiet) {
      WalkText.foldersWithoutImage(walk).ifPresent(context::say);
    }
    note(context, common, walk);
  }
}
