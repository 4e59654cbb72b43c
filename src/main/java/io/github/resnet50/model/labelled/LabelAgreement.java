package io.github.resnet50.model.labelled;

import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Whether labels may mean the same where no classes are known to look them up among: of two sources
 * that both give an index, a WordNet id or a name, one of these must be the same. An index and a
 * name contradict nothing.
 */
final class LabelAgreement {
  private static final Pattern WORDNET_ID = Pattern.compile("(?i)\\bn\\d{8}(?!\\d)");
  private static final Pattern INDEX = Pattern.compile("\\d+");

  private enum Kind {
    INDEX,
    WORDNET_ID,
    NAME
  }

  private record Naming(Kind kind, String text) {
    /** More than one for a name of several, with commas between them. */
    static Stream<Naming> of(String label) {
      String text = label.strip().toLowerCase(Locale.ROOT);
      Matcher id = WORDNET_ID.matcher(text);
      if (id.find()) {
        return Stream.of(new Naming(Kind.WORDNET_ID, id.group()));
      }
      if (INDEX.matcher(text).matches()) {
        return Stream.of(new Naming(Kind.INDEX, text));
      }
      return Stream.of(text.split(",", -1))
          .map(part -> new Naming(Kind.NAME, part.replaceAll("[\\s_]+", " ").strip()));
    }
  }

  private LabelAgreement() {}

  static boolean isPossible(List<List<String>> sources) {
    List<Set<Naming>> all =
        sources.stream()
            .map(labels -> labels.stream().flatMap(Naming::of).collect(Collectors.toSet()))
            .toList();
    for (Set<Naming> one : all) {
      for (Set<Naming> other : all) {
        if (Collections.disjoint(one, other) && !Collections.disjoint(kinds(one), kinds(other))) {
          return false;
        }
      }
    }
    return true;
  }

  private static Set<Kind> kinds(Set<Naming> labels) {
    return labels.stream().map(Naming::kind).collect(Collectors.toSet());
  }
}
