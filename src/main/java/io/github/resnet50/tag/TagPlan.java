package io.github.resnet50.tag;

import static io.github.resnet50.basics.Figure.COUNT;

import io.github.resnet50.basics.Text;
import io.github.resnet50.recorded.LeftOutImages;
import io.github.resnet50.report.Column;
import io.github.resnet50.report.Table;
import io.github.resnet50.tag.xmp.SidecarChange;
import io.github.resnet50.tag.xmp.SidecarChange.Kind;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a pass over records comes to: counts of keywords and of sidecars, and what is left out. */
public final class TagPlan {
  private static final Table<KeywordCount> KEYWORDS =
      Table.of(
          Column.<KeywordCount>shown(KeywordCount::keyword).text("keyword", "%s"),
          Column.<KeywordCount>shown(row -> COUNT.of(row.added())).text("added", "%s"),
          Column.<KeywordCount>shown(row -> COUNT.of(row.removed())).text("removed", "%s"));

  private final Map<String, KeywordCount> keywords = new TreeMap<>();
  private final Map<Kind, Long> sidecars = new EnumMap<>(Kind.class);
  private final LeftOutImages<LeftOut> leftOut = new LeftOutImages<>(LeftOut.class);
  private long failed;
  private String firstFailed = "";
  private long records;
  private long takenOut;

  private record KeywordCount(String keyword, long added, long removed) {
    KeywordCount plus(KeywordCount more) {
      return new KeywordCount(keyword, added + more.added, removed + more.removed);
    }
  }

  void record() {
    records++;
  }

  void add(SidecarChange change) {
    sidecars.merge(change.kind(), 1L, Long::sum);
    takenOut += change.takenOut().size();
    change.added().forEach(keyword -> add(new KeywordCount(keyword, 1, 0)));
    change.removed().forEach(keyword -> add(new KeywordCount(keyword, 0, 1)));
  }

  private void add(KeywordCount count) {
    keywords.merge(count.keyword(), count, KeywordCount::plus);
  }

  void leaveOut(LeftOut why, String image) {
    leftOut.add(why, image);
  }

  void fail(String sidecar) {
    failed++;
    firstFailed = failed == 1 ? sidecar : firstFailed;
  }

  /** How many there were. */
  public long records() {
    return records;
  }

  /**
   * How many images somebody would miss: those that are left out for no good reason, and those
   * whose sidecars could not be read or written.
   */
  public long troubles() {
    return failed + leftOut.troubles();
  }

  /** The first of these; empty where there is none. */
  public String firstTrouble() {
    return failed > 0 ? firstFailed : leftOut.firstTrouble();
  }

  /** How many images are left out for a reason. */
  public long leftOut(LeftOut why) {
    return leftOut.count(why);
  }

  /** Sidecars that get written or deleted. */
  public long changes() {
    return of(Kind.CREATE) + of(Kind.CHANGE) + of(Kind.DELETE);
  }

  private long of(Kind kind) {
    return sidecars.getOrDefault(kind, 0L);
  }

  /** All of it, for people. */
  public List<String> lines() {
    List<String> lines = new ArrayList<>();
    if (!keywords.isEmpty()) {
      lines.addAll(KEYWORDS.aligned(keywords.values()));
    }
    lines.add(
        "%s, %s: %s new, %s changed, %s deleted; %s as they are"
            .formatted(
                Text.counted(records, "record"),
                Text.counted(changes(), "sidecar"),
                COUNT.of(of(Kind.CREATE)),
                COUNT.of(of(Kind.CHANGE)),
                COUNT.of(of(Kind.DELETE)),
                COUNT.of(of(Kind.NONE))));
    if (takenOut > 0) {
      lines.add(
          Text.counted(takenOut, "keyword")
              + " that somebody has taken out stay out; --remove forgets that");
    }
    lines.addAll(leftOut.lines());
    return lines;
  }
}
