package io.github.resnet50.tag.xmp;

import io.github.resnet50.tag.xmp.SidecarChange.Kind;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Our keywords among those of others: who has which, and what is to come and go. */
final class KeywordMerge {
  private final XmpDocument document;
  private final Keywords wanted;
  private final Map<KeywordList, Share> shares = new EnumMap<>(KeywordList.class);
  private final Map<KeywordList, List<String>> ours = new EnumMap<>(KeywordList.class); // to be
  private final boolean isFirst; // the sidecar has none of ours

  /**
   * The keywords of one list as they are.
   *
   * @param theirs that others have put there
   * @param ours that we have, by what the sidecar says
   * @param present those of ours that are still there
   */
  private record Share(List<String> theirs, List<String> ours, List<String> present) {
    static Share of(XmpDocument document, KeywordList list) throws SidecarException {
      List<String> theirs = new ArrayList<>(document.keywords(list));
      List<String> ours = document.ours(list);
      List<String> present = new ArrayList<>();
      for (String keyword : ours) {
        if (theirs.remove(keyword)) {
          present.add(keyword);
        }
      }
      return new Share(theirs, ours, present);
    }

    /** Where others write the list, what it took along of theirs is theirs there too. */
    Share releasing(List<String> taken) {
      List<String> released = present.stream().filter(taken::contains).toList();
      if (theirs.isEmpty() || released.isEmpty()) {
        return this;
      }
      List<String> all = new ArrayList<>(theirs);
      all.addAll(released);
      return new Share(all, minus(ours, released), minus(present, released));
    }

    List<String> takenOut() {
      return minus(ours, present);
    }
  }

  /**
   * @param wanted none: ours are taken out
   */
  KeywordMerge(XmpDocument document, Keywords wanted) throws SidecarException {
    this.document = document;
    this.wanted = wanted;
    for (KeywordList list : KeywordList.values()) {
      shares.put(list, Share.of(document, list));
    }
    this.isFirst = shares.values().stream().allMatch(share -> share.ours().isEmpty());
    for (KeywordList list : KeywordList.values()) {
      shares.put(list, shares.get(list).releasing(counterparts(list)));
    }
    for (KeywordList list : KeywordList.values()) {
      ours.put(list, toBeOurs(list));
    }
  }

  /** What is to be ours in a list: what others have put there stays theirs. */
  private List<String> toBeOurs(KeywordList list) {
    if (wanted.isEmpty()) {
      return List.of();
    }
    List<String> all = new ArrayList<>(wanted.in(list));
    all.addAll(carried(list));
    Set<String> theirs = keys(shares.get(list).theirs());
    return Keywords.distinct(all).stream()
        .filter(keyword -> !theirs.contains(Keywords.key(keyword)))
        .toList();
  }

  /**
   * Their keywords that a list lacks: programs that read it before others would no longer see them
   * once it is there because of ours.
   */
  private List<String> carried(KeywordList list) {
    return shares.get(list).theirs().isEmpty() ? counterparts(list) : List.of();
  }

  /** Their keywords of other lists, as this one would have them. */
  private List<String> counterparts(KeywordList list) {
    if (!list.isOfPaths()) {
      return List.of();
    }
    KeywordList other =
        list == KeywordList.TAGS_LIST ? KeywordList.HIERARCHICAL_SUBJECT : KeywordList.TAGS_LIST;
    List<List<String>> paths =
        shares.get(other).theirs().stream().map(path -> Keywords.parts(path, other)).toList();
    Set<String> covered = keys(paths.stream().flatMap(List::stream).toList());
    List<String> carried = new ArrayList<>();
    paths.forEach(path -> carried.add(Keywords.of(path, list)));
    shares.get(KeywordList.SUBJECT).theirs().stream()
        .filter(word -> !word.isBlank() && !covered.contains(Keywords.key(word)))
        .forEach(word -> carried.add(Keywords.of(List.of(word), list)));
    return carried;
  }

  /**
   * What becomes of the sidecar.
   *
   * @param isNew whether there is none yet
   */
  SidecarChange change(boolean isNew) throws SidecarException {
    boolean same =
        shares.entrySet().stream()
            .allMatch(
                share ->
                    Set.copyOf(share.getValue().ours())
                        .equals(Set.copyOf(ours.get(share.getKey()))));
    if (same) {
      return result(Kind.NONE, null);
    }
    Map<KeywordList, List<String>> present = new EnumMap<>(KeywordList.class);
    shares.forEach((list, share) -> present.put(list, share.present()));
    Map<KeywordList, List<String>> going = new EnumMap<>(KeywordList.class);
    shares.forEach(
        (list, share) ->
            going.put(list, minus(minus(share.ours(), ours.get(list)), counterparts(list))));
    XmpDocument others = isFirst ? document : XmpDocument.read(document.without(present, going));
    if (ours.values().stream().allMatch(List::isEmpty)) {
      return others.isEmpty() ? result(Kind.DELETE, null) : result(Kind.CHANGE, others.text());
    }
    Map<KeywordList, List<String>> added = new EnumMap<>(KeywordList.class);
    ours.forEach((list, all) -> added.put(list, minus(all, shares.get(list).takenOut())));
    return result(isNew ? Kind.CREATE : Kind.CHANGE, others.with(added, ours));
  }

  /** Told by the paths, else by the words. */
  private SidecarChange result(Kind kind, String text) {
    boolean byPath =
        !Set.copyOf(ours.get(KeywordList.TAGS_LIST))
            .equals(Set.copyOf(shares.get(KeywordList.TAGS_LIST).ours()));
    KeywordList list = byPath ? KeywordList.TAGS_LIST : KeywordList.SUBJECT;
    Share share = shares.get(list);
    List<String> carried = carried(list);
    List<String> out = shares.get(KeywordList.TAGS_LIST).takenOut();
    return new SidecarChange(
        kind,
        text,
        minus(minus(ours.get(list), share.ours()), carried),
        minus(minus(share.ours(), ours.get(list)), carried),
        minus(out, minus(out, ours.get(KeywordList.TAGS_LIST))));
  }

  private static List<String> minus(List<String> keywords, Collection<String> others) {
    Set<String> left = new HashSet<>(others);
    return keywords.stream().filter(keyword -> !left.contains(keyword)).toList();
  }

  private static Set<String> keys(List<String> keywords) {
    return keywords.stream().map(Keywords::key).collect(Collectors.toSet());
  }
}
