package io.github.resnet50.organize;

import io.github.resnet50.basics.Figure;
import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.Text;
import io.github.resnet50.recorded.LeftOutImages;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a plan comes to: a count for each folder, and for each reason to leave images out. */
public final class Plan {
  private static final Table<FolderCount> FOLDERS =
      Table.of(
          Column.<FolderCount>shown(FolderCount::folder).text("folder", "%s"),
          Column.<FolderCount>shown(row -> Figure.COUNT.of(row.images())).text("images", "%s"),
          Column.<FolderCount>shown(row -> Text.size(row.bytes())).text("size", "%s"));

  private final Map<String, FolderCount> folders = new TreeMap<>();
  private final LeftOutImages<Fate> others = new LeftOutImages<>(Fate.class);
  private long renamed;
  private String firstRenamed = "";

  /** A folder's share. */
  private record FolderCount(String folder, long images, long bytes) {
    FolderCount plus(FolderCount more) {
      return new FolderCount(folder, images + more.images, bytes + more.bytes);
    }
  }

  void add(Step step) {
    if (step.fate() != Fate.TO_DO) {
      others.add(step.fate(), step.image().name());
      return;
    }
    String folder = FileNames.whole(step.folder());
    folders.merge(folder, new FolderCount(folder, 1, step.bytes()), FolderCount::plus);
    if (step.isRenamed()) {
      renamed++;
      firstRenamed = firstRenamed.isEmpty() ? FileNames.whole(step.to()) : firstRenamed;
    }
  }

  /** How many images get a place. */
  public long images() {
    return folders.values().stream().mapToLong(FolderCount::images).sum();
  }

  /** What they take. */
  public long bytes() {
    return folders.values().stream().mapToLong(FolderCount::bytes).sum();
  }

  /** How many folders they go into. */
  public long folders() {
    return folders.size();
  }

  /** How many images have a fate that is not to get a place. */
  public long count(Fate fate) {
    return others.count(fate);
  }

  /** One of them; empty where there is none. */
  public String first(Fate fate) {
    return others.first(fate);
  }

  /** How many images somebody would miss. */
  public long troubles() {
    return others.troubles();
  }

  /** How many records there are. */
  public long records() {
    return images() + others.count();
  }

  /**
   * All of it, for people.
   *
   * @param into the folder, as the user named it
   */
  public List<String> lines(Path into, Mode mode) {
    List<String> lines = new ArrayList<>();
    if (!folders.isEmpty()) {
      lines.addAll(FOLDERS.aligned(folders.values()));
    }
    lines.add(
        "%s of %s, %s, %s %s in %s"
            .formatted(
                Figure.COUNT.of(images()),
                Text.counted(records(), "image"),
                Text.size(bytes()),
                mode.done(),
                "into " + Text.counted(folders(), "folder"),
                Text.escape(into.toString())));
    if (renamed > 0) {
      lines.add(
          "%s a name that is taken in its folder and get%s a number: %s"
              .formatted(
                  renamed == 1 ? "1 has" : Figure.COUNT.of(renamed) + " have",
                  renamed == 1 ? "s" : "",
                  Text.escape(firstRenamed)));
    }
    lines.addAll(others.lines());
    return lines;
  }
}
