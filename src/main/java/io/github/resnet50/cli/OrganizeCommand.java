package io.github.resnet50.cli;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.Text;
import io.github.resnet50.cli.ErrorLines.UnfinishedException;
import io.github.resnet50.cli.options.DecisionOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.Heading;
import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.PredictionsOptions;
import io.github.resnet50.cli.options.Range;
import io.github.resnet50.cli.options.SharedOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.cli.options.Version;
import io.github.resnet50.decision.Rules;
import io.github.resnet50.organize.Fate;
import io.github.resnet50.organize.FolderNames;
import io.github.resnet50.organize.Mode;
import io.github.resnet50.organize.Organizer;
import io.github.resnet50.organize.Organizer.Done;
import io.github.resnet50.organize.Plan;
import io.github.resnet50.organize.Sorting;
import io.github.resnet50.organize.Undoer;
import io.github.resnet50.recorded.AnswerKind;
import io.github.resnet50.recorded.NamedClasses;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.report.ItemResult.Answer;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.Progress;
import io.github.resnet50.report.RenamedRecords;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code organize}: images into folders by what they show, and back again. */
@Heading(Section.METHOD)
@Command(
    name = "organize",
    description = {
      "Sorts the images of predictions into folders by what they show.",
      "Without --apply it prints what it would do, and does nothing. Nothing is ever written over,"
          + " and whatever was done can be undone."
    },
    versionProvider = Version.class,
    sortOptions = false,
    footer = {
      "",
      "A name that is taken in a folder gets a number: a.jpg, a-2.jpg. DIR/.resnet50-undo.jsonl"
          + " knows of everything before it is done, so that the same command goes on after"
          + " whatever ended it, and --undo DIR takes all back.",
      "",
      "Exit codes: 0 all done or planned, 3 so, but images are left out that cannot be sorted;"
          + " 4 no image to sort.",
      "",
      "Examples:",
      "  resnet50 organize predictions.csv --into sorted",
      "  resnet50 organize predictions.csv --into sorted --mode move --apply",
      "  resnet50 organize --undo sorted --apply"
    })
final class OrganizeCommand implements Callable<Integer> {
  private static final String REWRITE = "--rewrite";

  private final Context context;

  @Mixin PredictionsOptions input;

  @Heading(Section.INPUT)
  @Option(
      names = "--class",
      paramLabel = "NAME",
      description =
          "Only images of this class, or of anything below this node of WordNet or --taxonomy, or"
              + " unsure; may be given again.")
  List<String> classes = new ArrayList<>();

  @Mixin SharedOptions.ChangedOption changed;

  @Option(names = "--into", paramLabel = "DIR", description = "The folder to sort into.")
  Path into; // null: not given

  @Option(
      names = "--by",
      paramLabel = "ANSWER",
      defaultValue = "class",
      description =
          "What names an image's folder: its best class, its rollup or the answer of a rule"
              + " (default: ${DEFAULT-VALUE}).")
  AnswerKind by;

  @Range(min = 0, max = 1)
  @Option(
      names = "--min-prob",
      paramLabel = "P",
      defaultValue = "0",
      description =
          "Less sure answers, and those that are missing, go into the folder unsure (default:"
              + " ${DEFAULT-VALUE}).")
  double leastProbability;

  @Option(
      names = "--mode",
      paramLabel = "MODE",
      defaultValue = "copy",
      description =
          "How: copy, hardlink, symlink (a relative one) or move (default: ${DEFAULT-VALUE}).")
  Mode mode;

  @Option(names = "--apply", description = "Do it.")
  boolean apply;

  @Option(
      names = "--undo",
      paramLabel = "DIR|FILE",
      description =
          "Take back what was done in this folder, or by its undo file; instead of PREDICTIONS.")
  Path undo; // null: not asked for

  @Heading(Section.OUTPUT)
  @Option(
      names = REWRITE,
      paramLabel = "FILE",
      description = "With --apply, write the predictions again with the new paths.")
  Path rewrite;

  @Mixin SharedOptions.OverwriteOption overwrite;
  @Mixin DecisionOptions decision;
  @Mixin LongRunOptions common;

  private final AtomicBoolean stopped = new AtomicBoolean();

  OrganizeCommand(Context context) {
    this.context = context;
  }

  @Override
  public Integer call() throws Exception {
    return undo == null ? organize() : undo();
  }

  private int organize() throws Exception {
    Path file = input.file();
    if (into == null) {
      throw new UsageException("no --into DIR given: name the folder to sort into");
    }
    if (Files.exists(into) && !Files.isDirectory(into)) {
      throw new UsageException("--into " + into + ": is no folder");
    }
    InputGuard guard = new InputGuard(new InputOptions());
    guard.add(file.toString());
    OutputFormat format = OutputFormat.forFile(file).orElseThrow();
    try (Outputs outputs = new Outputs(context, guard).add(REWRITE, rewrite, format)) {
      if (rewrite != null && outputs.fillStandardOutput()) {
        throw new UsageException(REWRITE + " -: takes a file, since the plan is printed there");
      }
      Predictions predictions = new Predictions(input, decision, this::say);
      predictions.require("--by", by);
      Optional<NamedClasses> named = predictions.named("--class", classes, List.of(Rules.UNSURE));
      Sorting sorting =
          new Sorting(
              into,
              mode,
              by,
              leastProbability,
              changed.given,
              answer -> named.isEmpty() || named.get().has(answer));
      Organizer organizer = new Organizer(sorting, folders(predictions));
      Plan plan;
      try (RecordedImages images = predictions.open()) {
        plan = organizer.plan(images);
      }
      return end(organizer, plan, predictions, outputs);
    }
  }

  private FolderNames folders(Predictions predictions) throws IOException {
    Map<String, Answer> answers = new LinkedHashMap<>();
    answers.put(Sorting.UNSURE.id(), Sorting.UNSURE);
    predictions.names().answers(by).forEach(answer -> answers.putIfAbsent(answer.id(), answer));
    return new FolderNames(answers.values());
  }

  private int end(Organizer organizer, Plan plan, Predictions predictions, Outputs outputs)
      throws Exception {
    if (plan.count(Fate.OTHER_DEVICE) > 0) {
      throw new UsageException(
          "--mode hardlink: %s is on another file system than %s; take copy, symlink or move"
              .formatted(plan.first(Fate.OTHER_DEVICE), into));
    }
    if (plan.records() == 0) {
      context.say(predictions.file() + " has no record");
      return ExitCode.NO_IMAGE;
    }
    long there = plan.count(Fate.THERE);
    boolean isNothing = plan.images() == 0 && there == 0;
    if (isNothing && plan.records() == plan.count(Fate.MISSING)) {
      context.say(
          "none of the %s of %s is there, such as %s; where paths begin in another folder, --base names it"
              .formatted(
                  Text.counted(plan.records(), "image"),
                  predictions.file(),
                  plan.first(Fate.MISSING)));
      return ExitCode.NO_IMAGE;
    }
    context.print(plan.lines(into, mode));
    if (isNothing) {
      return context.end(ExitCode.NO_IMAGE, common, "no image to sort: " + troubles(plan));
    }
    if (!apply) {
      say(
          rewrite == null
              ? "nothing is done yet: --apply does it"
              : "nothing is done yet, nor written to " + rewrite + ": --apply does it");
      return left(plan, 0, "");
    }
    requireRoom(organizer, plan);
    return apply(organizer, plan, predictions, outputs);
  }

  private void requireRoom(Organizer organizer, Plan plan) throws IOException, UsageException {
    if (mode != Mode.COPY) {
      return;
    }
    OptionalLong room = organizer.room();
    if (room.isPresent() && plan.bytes() > room.getAsLong()) {
      throw new UsageException(
          "--into %s: the copies take %s, and there is room for %s"
              .formatted(into, Text.size(plan.bytes()), Text.size(room.getAsLong())));
    }
  }

  private int apply(Organizer organizer, Plan plan, Predictions predictions, Outputs outputs)
      throws Exception {
    outputs.open(overwrite.given);
    requireRewritable(plan, predictions, outputs);
    context.signal().calls(() -> stopped.set(true));
    Done done;
    String firstFailure;
    try (RunConsole console = new RunConsole("organize", Progress.FILES, context, common);
        RecordedImages images = predictions.open();
        RenamedRecords renamed = renamed(predictions, outputs)) {
      console.walkEnded(plan.records());
      Lines lines = new Lines(console);
      done = organizer.apply(images, renamed, lines, stopped::get);
      firstFailure = lines.failures.first();
      if (renamed != null && done.isWhole()) {
        renamed.end();
      }
    } catch (Organizer.EndedException e) {
      outputs.discard();
      throw new UnfinishedException(
          "%s %s; the same command goes on, and %s"
              .formatted(Text.counted(e.placed(), "image"), is(e.placed()), takesBack()),
          e);
    } finally {
      context.signal().endsAtOnce();
    }
    if (!done.isWhole()) {
      outputs.discard();
      context.say(
          "interrupted; %s, the same command goes on, and %s".formatted(placed(done), takesBack()));
      return ExitCode.INTERRUPTED;
    }
    if (rewrite != null) {
      outputs.commit();
    }
    say(placed(done) + "; " + takesBack());
    return left(plan, done.failed(), firstFailure);
  }

  /** What becomes of images, and which of them get no place, as it comes. */
  private final class Lines implements Organizer.Listener {
    private final RunConsole console;
    private final FailureLines failures;

    Lines(RunConsole console) {
      this.console = console;
      this.failures = new FailureLines("images that get no place", common, console::note);
    }

    @Override
    public void done(int more) {
      console.done(more);
    }

    @Override
    public void failed(String why) {
      failures.add(why);
    }
  }

  private String placed(Done done) {
    return Text.counted(done.placed(), "image")
        + " "
        + is(done.placed())
        + (done.failed() == 0 ? "" : ", " + Figure.COUNT.of(done.failed()) + " failed");
  }

  private String is(long count) {
    return (count == 1 ? "is " : "are ") + mode.done();
  }

  private String takesBack() {
    return "resnet50 organize --undo " + Text.quoted(into.toString()) + " --apply takes it back";
  }

  /** Before any image is moved: what reads records is more patient than what copies them. */
  private void requireRewritable(Plan plan, Predictions predictions, Outputs outputs)
      throws IOException {
    if (rewrite == null) {
      return;
    }
    try (RenamedRecords all =
        new RenamedRecords(
            predictions.file(), outputs.format(REWRITE), OutputStream.nullOutputStream())) {
      for (long left = plan.records(); left > 0; left--) {
        all.copy("x");
      }
      all.end();
    }
  }

  private RenamedRecords renamed(Predictions predictions, Outputs outputs) throws IOException {
    return rewrite == null
        ? null
        : new RenamedRecords(predictions.file(), outputs.format(REWRITE), outputs.stream(REWRITE));
  }

  private void say(String line) {
    if (!common.quiet) {
      context.say(line);
    }
  }

  /**
   * @param failed how many could not be put in their places
   * @param first of them
   */
  private int left(Plan plan, long failed, String first) {
    long troubles = plan.troubles() + failed;
    return context.end(
        troubles == 0 ? ExitCode.OK : ExitCode.SOME_FAILED,
        common,
        "%s of %s left out: %s"
            .formatted(
                Figure.COUNT.of(troubles),
                Text.counted(plan.records(), "image"),
                failed > 0 ? first : troubles(plan)));
  }

  private static String troubles(Plan plan) {
    List<String> reasons = new ArrayList<>();
    for (Fate fate : Fate.values()) {
      if (fate != Fate.TO_DO && fate != Fate.THERE && plan.count(fate) > 0) {
        reasons.add(Figure.COUNT.of(plan.count(fate)) + " " + fate.words());
      }
    }
    return String.join(", ", reasons);
  }

  private int undo() throws Exception {
    if (input.isGiven() || into != null) {
      throw new UsageException("--undo goes without PREDICTIONS and --into");
    }
    if (!Undoer.isThere(undo)) {
      throw new UsageException(
          "--undo " + undo + ": nothing was organized there; name the folder that was sorted into");
    }
    Undoer undoer = new Undoer(undo);
    if (!apply) {
      undoer.plan();
      context.print(undoer.lines(false));
      say("nothing is done yet: --apply does it");
    } else {
      context.signal().calls(() -> stopped.set(true));
      boolean isWhole;
      try {
        isWhole = undoer.apply(stopped::get);
      } finally {
        context.signal().endsAtOnce();
      }
      if (!isWhole) {
        context.say("interrupted; the same command goes on");
        return ExitCode.INTERRUPTED;
      }
      context.print(undoer.lines(true));
    }
    return context.end(
        undoer.kept() == 0 ? ExitCode.OK : ExitCode.SOME_FAILED,
        common,
        "%s left as %s: %s"
            .formatted(
                Text.counted(undoer.kept(), "image"),
                undoer.kept() == 1 ? "it is" : "they are",
                undoer.firstKept()));
  }
}
