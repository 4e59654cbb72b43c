package io.github.resnet50.cli;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.options.CommonOptions;
import io.github.resnet50.cli.options.DecisionOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.PredictionsOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.recorded.AnswerKind;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.tag.KeywordChoice;
import io.github.resnet50.tag.LeftOut;
import io.github.resnet50.tag.SidecarStyle;
import io.github.resnet50.tag.TagPlan;
import io.github.resnet50.tag.Tagging;
import io.github.resnet50.tag.xmp.SidecarChange;
import io.github.resnet50.tag.xmp.SidecarChange.Kind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tag}: keywords for photo managers. */
@Heading(Section.METHOD)
@Command(
    name = "tag",
    description = {
      "Writes what images show as keywords into XMP sidecars, which digiKam, darktable, Lightroom"
          + " and Immich read.",
      "Without --apply it prints what it would do, and does nothing. Images are never touched; of a"
          + " sidecar that is there all else stays as it is, and --remove takes our keywords out"
          + " again."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "A class has its place in WordNet's tree or --taxonomy as its keyword: animal/dog/beagle. The"
          + " next run replaces the keywords of the last; one that somebody has taken out stays out"
          + " for as long as the answer is the same.",
      "",
      "Exit codes: 0 all done or planned, 3 so, but images are left out that cannot be tagged, or"
          + " sidecars cannot be changed; 4 no image to tag.",
      "",
      "Examples:",
      "  resnet50 tag predictions.csv",
      "  resnet50 tag predictions.csv --min-prob 0.8 --apply",
      "  resnet50 tag predictions.csv --remove --apply"
    })
final class TagCommand implements Callable<Integer> {
  private final Context context;

  @Mixin PredictionsOptions input;

  @Mixin SharedOptions.ChangedOption changed;

  @Option(
      names = "--by",
      paramLabel = "ANSWER",
      defaultValue = "class",
      description =
          "What an image's keyword is: its best class, its rollup or the answer of a rule (default:"
              + " ${DEFAULT-VALUE}).")
  AnswerKind by;

  @Range(min = 0, max = 1)
  @Option(
      names = "--min-prob",
      paramLabel = "P",
      defaultValue = "0.5",
      description = "Less sure answers are no keywords (default: ${DEFAULT-VALUE}).")
  double leastProbability;

  @Option(
      names = "--sidecar",
      paramLabel = "STYLE",
      defaultValue = "name",
      description =
          "How new sidecars are named: name (photo.jpg.xmp) or stem (photo.xmp, where no other"
              + " image is called so); one that is there is taken, whatever its name (default:"
              + " ${DEFAULT-VALUE}).")
  SidecarStyle sidecar;

  @Option(
      names = "--remove",
      description = "Take out what tag has written; a sidecar that holds nothing else goes.")
  boolean remove;

  @Option(names = "--apply", description = "Do it.")
  boolean apply;

  @Mixin DecisionOptions decision;
  @Mixin CommonOptions common;

  TagCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    Path file = input.file();
    Predictions predictions = new Predictions(input, decision, this::note);
    if (!remove) {
      predictions.require("--by", by);
    }
    KeywordChoice choice =
        remove ? null : new KeywordChoice(by, leastProbability, predictions.outline()::path);
    AtomicBoolean stopped = new AtomicBoolean();
    context.signal().calls(() -> stopped.set(true));
    TagPlan plan;
    try (RecordedImages images = predictions.open()) {
      plan =
          new Tagging(choice, new Tagging.Settings(sidecar, changed.given, apply), new Lines())
              .run(images, stopped::get);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    } finally {
      context.signal().endsAtOnce();
    }
    if (stopped.get()) {
      long written = apply ? plan.changes() : 0;
      context.say(
          "interrupted; %s %s written; the same command goes on"
              .formatted(Text.counted(written, "sidecar"), written == 1 ? "is" : "are"));
      return ExitCode.INTERRUPTED;
    }
    return end(file, plan);
  }

  private void note(String line) {
    if (!common.quiet) {
      context.say(line);
    }
  }

  private int end(Path file, TagPlan plan) throws Exception {
    if (plan.records() > 0 && plan.leftOut(LeftOut.MISSING) == plan.records()) {
      context.say(
          "none of the %s of %s is there, such as %s"
              .formatted(Text.counted(plan.records(), "image"), file, plan.firstTrouble()));
      return ExitCode.NO_IMAGE;
    }
    if (!apply || !common.quiet) {
      context.print(plan.lines());
    }
    if (plan.records() == 0) {
      return context.end(ExitCode.NO_IMAGE, common, file + " has no record");
    }
    if (!apply) {
      note("nothing is written yet: --apply does it");
    }
    return context.end(
        plan.troubles() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED,
        common,
        "%s of %s left out: %s"
            .formatted(
                Figure.COUNT.of(plan.troubles()),
                Text.counted(plan.records(), "image"),
                plan.firstTrouble()));
  }

  /** Says what becomes of sidecars: of each with {@code --verbose}, else of the first failures. */
  private final class Lines implements Tagging.Listener {
    private final FailureLines failures =
        new FailureLines("sidecars that cannot be changed", common, context::say);

    @Override
    public void changed(Path file, SidecarChange change) throws IOException {
      if (common.verbose) {
        context.print(
            List.of(
                "%s %s:%s%s"
                    .formatted(
                        word(change.kind()),
                        Text.escape(FileNames.whole(file)),
                        keywords(" +", change.added()),
                        keywords(" -", change.removed()))));
      }
    }

    private String word(Kind kind) {
      return kind.name().toLowerCase(Locale.ROOT);
    }

    private String keywords(String sign, List<String> keywords) {
      return keywords.isEmpty() ? "" : sign + Text.escape(String.join(sign, keywords));
    }

    @Override
    public void failed(String why) {
      failures.add(why);
    }
  }
}
