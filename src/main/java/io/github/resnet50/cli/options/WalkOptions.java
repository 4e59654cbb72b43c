package io.github.resnet50.cli.options;

import io.github.resnet50.cli.options.Heading.Section;
import io.github.resnet50.image.walk.ScanOptions;
import io.github.resnet50.image.walk.WalkFilter;
import io.github.resnet50.image.walk.WalkRules;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** What is taken below folders: the options of every command that takes folders of images. */
@Heading(Section.INPUT)
public final class WalkOptions {
  @Journaled("include")
  @Option(
      names = "--include",
      paramLabel = "GLOB",
      description =
          "Walk only files that match, such as '*.png' or 'cats/**'; may be given again. Without"
              + " it: "
              + WalkFilter.TAKEN_IN_WORDS
              + ".")
  private List<String> includes = new ArrayList<>();

  @Journaled("exclude")
  @Option(
      names = "--exclude",
      paramLabel = "GLOB",
      description = "Leave out files and directories that match; may be given again.")
  private List<String> excludes = new ArrayList<>();

  @Journaled("max_depth")
  @Option(
      names = "--max-depth",
      paramLabel = "N",
      description = "Descend at most N levels; 1: only files directly in PATH.")
  private int maxDepth = WalkRules.NO_LIMIT;

  @Journaled("hidden")
  @Option(
      names = "--hidden",
      description =
          "Walk hidden files and directories too, and those in which systems keep thumbnails and"
              + " trash, such as @eaDir.")
  private boolean hidden;

  @Journaled("follow_links")
  @Option(names = "--follow-links", description = "Follow symbolic links found in the walk.")
  private boolean followLinks;

  /**
   * The rules of the walk.
   *
   * @throws UsageException for a malformed glob or a depth below 1
   */
  public WalkRules rules() throws UsageException {
    List<String> none = List.of();
    rules("--include", () -> new WalkRules(includes, none, WalkRules.NO_LIMIT, false, false));
    rules("--exclude", () -> new WalkRules(none, excludes, WalkRules.NO_LIMIT, false, false));
    return rules(
        "--max-depth", () -> new WalkRules(includes, excludes, maxDepth, hidden, followLinks));
  }

  private static WalkRules rules(String option, Supplier<WalkRules> rules) throws UsageException {
    try {
      return rules.get();
    } catch (IllegalArgumentException e) {
      throw new UsageException(option + ": " + e.getMessage(), e);
    }
  }

  /**
   * A walk below folders.
   *
   * @param roots as the user typed them
   * @throws UsageException as {@link #rules} does
   */
  public ScanOptions below(List<String> roots) throws UsageException {
    return ScanOptions.of(roots, rules());
  }
}
