package io.github.resnet50.image.walk;

import io.github.resnet50.image.PassedOver;
import io.github.resnet50.image.PassedOver.Count;
import io.github.resnet50.image.PassedOver.Reason;
import io.github.resnet50.image.walk.WalkCounts.WithoutImage;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a walk passed over, in words, with the option that helps: one of {@link WalkRules}, which
 * every command has that walks folders.
 */
public final class WalkText {
  private static final int MOST_NAMES = 8;

  private WalkText() {}

  /**
   * The closing note of a run: what the user may miss, and did not ask to leave out. A sentence
   * without a full stop; empty where there is nothing of that kind.
   */
  public static Optional<String> note(PassedOver passed) {
    List<String> parts = new ArrayList<>();
    if (passed.photographs() > 0) {
      parts.add(
          counted(
                  passed.photographs(),
                  "file that looks like a photograph was not taken: ",
                  "files that look like photographs were not taken: ")
              + String.join(", ", photographs(passed)));
    }
    List<String> folders = folders(passed, name -> !name.startsWith("."));
    if (!folders.isEmpty()) {
      parts.add("not entered: " + String.join(", ", folders));
    }
    return parts.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", parts));
  }

  /** Why a walk has taken nothing, for one line. */
  public static String nothingTaken(WalkCounts walk, ScanOptions scan) {
    if (walk.paths() > 0) {
      return "no image found in shard "
          + scan.shard()
          + ": the whole walk has "
          + walk.paths()
          + "; nothing is written";
    }
    String nothing = "no image found; nothing is written; ";
    if (walk.roots() == 0) {
      return nothing + "no path was named";
    }
    if (walk.passedOver().isNothing()) {
      return nothing + "there is no file in " + counted(walk.folders(), "folder", "folders");
    }
    return nothing + "not taken: " + String.join(", ", everything(walk.passedOver(), scan.rules()));
  }

  /**
   * Folders directly below a root, where each stands for a class, in which nothing was taken.
   *
   * @return empty where there are none
   */
  public static Optional<String> foldersWithoutImage(WalkCounts walk) {
    WithoutImage without = walk.withoutImage();
    if (without.count() == 0) {
      return Optional.empty();
    }
    List<String> folders =
        new ArrayList<>(
            without.first().stream()
                .limit(MOST_NAMES)
                .map(folder -> folder.name() + " (" + contents(folder.passedOver()) + ")")
                .toList());
    long untold = without.count() - folders.size();
    if (untold > 0) {
      folders.add(untold + " more");
    }
    return Optional.of(
        counted(
                without.count(),
                "class folder has no image and is left out: ",
                "class folders have no image and are left out: ")
            + String.join(", ", folders));
  }

  /** In brief, without advice. */
  private static String contents(PassedOver inside) {
    List<String> parts = suffixes(inside, suffix -> !suffix.isEmpty());
    add(parts, inside.suffixes().getOrDefault("", 0L), "without a suffix");
    inside
        .reasons()
        .forEach(
            (reason, count) -> {
              if (reason != Reason.SUFFIX) {
                String word = reason.toString().replace('_', ' ');
                add(parts, count.files() + count.folders(), word);
              }
            });
    return parts.isEmpty() ? "empty" : String.join(", ", parts);
  }

  private static List<String> photographs(PassedOver passed) {
    List<String> parts = new ArrayList<>();
    List<String> unreadable = suffixes(passed, OtherImages::isUnreadable);
    add(unreadable, passed.withoutSuffix().otherImages(), "without a suffix");
    if (!unreadable.isEmpty()) {
      parts.add(String.join(", ", unreadable) + " (cannot be read; convert them, to JPEG say)");
    }
    List<String> readable = suffixes(passed, OtherImages::isReadable);
    if (passed.withoutSuffix().images() > 0) {
      String least = passed.withoutSuffix().notRead() > 0 ? "at least " : "";
      readable.add(least + passed.withoutSuffix().images() + " without a suffix");
    }
    if (!readable.isEmpty()) {
      parts.add(String.join(", ", readable) + " (--include '*' takes files of any name)");
    }
    long links = passed.count(Reason.LINK).photographs();
    add(
        parts,
        links,
        links == 1 ? "symbolic link (--follow-links)" : "symbolic links (--follow-links)");
    long broken = passed.count(Reason.BROKEN_LINK).photographs();
    add(parts, broken, broken == 1 ? "broken link" : "broken links");
    add(parts, passed.count(Reason.HIDDEN).photographs(), "hidden (--hidden)");
    return parts;
  }

  private static List<String> folders(PassedOver passed, Predicate<String> systemFolder) {
    List<String> parts = new ArrayList<>();
    long links = passed.count(Reason.LINK).folders();
    if (links > 0) {
      parts.add(
          counted(links, "symbolic link to a folder", "symbolic links to folders")
              + " (--follow-links)");
    }
    long hidden = passed.count(Reason.HIDDEN).imageFolders();
    if (hidden > 0) {
      parts.add(
          counted(hidden, "hidden folder with images", "hidden folders with images")
              + " (--hidden)");
    }
    long archives = passed.count(Reason.UNREADABLE_ARCHIVE).folders();
    if (archives > 0) {
      parts.add(
          counted(archives, "archive that cannot be read", "archives that cannot be read")
              + " (damaged, encrypted or not whole)");
    }
    List<String> system =
        passed.systemFolders().entrySet().stream()
            .filter(entry -> systemFolder.test(entry.getKey()))
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .limit(MOST_NAMES)
            .toList();
    if (!system.isEmpty()) {
      parts.add(String.join(", ", system) + " (of the system; --hidden)");
    }
    return parts;
  }

  private static List<String> everything(PassedOver passed, WalkRules rules) {
    List<String> parts = photographs(passed);
    parts.addAll(folders(passed, name -> true));
    List<String> others =
        suffixes(passed, suffix -> !suffix.isEmpty() && !OtherImages.isKnown(suffix));
    if (!others.isEmpty()) {
      parts.add(
          String.join(", ", others)
              + (others.size() == 1
                  ? " (not the suffix of an image)"
                  : " (not suffixes of images)"));
    }
    long withoutSuffix = passed.suffixes().getOrDefault("", 0L);
    long notRead = passed.withoutSuffix().notRead();
    long noImages =
        withoutSuffix
            - notRead
            - passed.withoutSuffix().images()
            - passed.withoutSuffix().otherImages();
    add(parts, noImages, "without a suffix (no image by the content)");
    add(parts, notRead, "without a suffix (not looked into)");
    Count notIncluded = passed.count(Reason.NOT_INCLUDED);
    add(parts, notIncluded.files(), "that --include does not match (letter case counts)");
    Count excluded = passed.count(Reason.EXCLUDED);
    add(parts, excluded.files() + excluded.folders(), "that --exclude matches");
    long deep = passed.count(Reason.TOO_DEEP).folders();
    if (deep > 0) {
      parts.add(counted(deep, "folder", "folders") + " below --max-depth " + rules.maxDepth());
    }
    Count hidden = passed.count(Reason.HIDDEN);
    add(
        parts,
        hidden.files() - hidden.photographs() + hidden.folders() - hidden.imageFolders(),
        "other hidden (--hidden)");
    add(parts, passed.count(Reason.SYSTEM).files(), "of the system, such as .DS_Store");
    long special = passed.count(Reason.SPECIAL).files();
    add(parts, special, "neither file nor folder");
    for (Reason link : List.of(Reason.LINK, Reason.BROKEN_LINK)) {
      Count count = passed.count(link);
      add(
          parts,
          count.files() - count.photographs(),
          "other " + (link == Reason.LINK ? "links" : "broken links"));
    }
    return parts;
  }

  private static void add(List<String> parts, long count, String what) {
    if (count > 0) {
      parts.add(count + " " + what);
    }
  }

  /** The most frequent first: {@code 2 .heic}. */
  private static List<String> suffixes(PassedOver passed, Predicate<String> which) {
    List<Map.Entry<String, Long>> all =
        passed.suffixes().entrySet().stream()
            .filter(entry -> which.test(entry.getKey()))
            .sorted(
                Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                    .thenComparing(Map.Entry.comparingByKey()))
            .toList();
    List<String> parts = new ArrayList<>();
    long untold = 0;
    for (Map.Entry<String, Long> entry : all) {
      if (parts.size() < MOST_NAMES && !entry.getKey().equals("*")) {
        parts.add(entry.getValue() + " ." + entry.getKey());
      } else {
        untold += entry.getValue();
      }
    }
    add(parts, untold, untold == 1 ? "other" : "others");
    return parts;
  }

  private static String counted(long count, String one, String several) {
    return count + " " + (count == 1 ? one : several);
  }
}
