package io.github.resnet50.model.labelled;

import io.github.resnet50.model.Label;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Finds the class that a label means; the one place where labels are resolved.
 *
 * <p>The first of these that names a class decides, and where it names several, the label is
 * ambiguous: the class's id; its whole name as it is written; a WordNet id before or after other
 * text ({@code n02084071_dog}), which decides also where no class has it; one of its names, where
 * it has several with commas between them; the same with underscores as spaces and in Unicode's
 * composed form; the same whatever the letter case; what the parts of a label with commas have in
 * common; the index, alone or before a name of that class ({@code 134_crane}). Among classes that
 * are named by numbers, and have no WordNet ids, a number is a name and never an index.
 */
public final class LabelIndex {
  private static final String WORDNET_ID = "n\\d{8}";
  private static final String GAP = "[\\s_.,:()\\[\\]-]+";
  private static final Pattern ID_FIRST =
      Pattern.compile("(?i)(" + WORDNET_ID + ")(?:" + GAP + "(.*))?");
  private static final Pattern ID_LAST =
      Pattern.compile("(?i)(.*?)" + GAP + "(" + WORDNET_ID + ")[)\\]]?");
  private static final Pattern INDEX_FIRST = Pattern.compile("(\\d{1,9})" + GAP + "(.*)");
  private static final Pattern INDEX = Pattern.compile("(?i)(class[-_ ])?(\\d{1,9})");
  private static final Pattern NUMBER = Pattern.compile("[+-]?\\d+([.,]\\d+)?");

  /** How much of a name's spelling counts; the most exact first. */
  private enum Spelling {
    AS_WRITTEN {
      @Override
      String of(String name) {
        return name.strip();
      }
    },
    SPACED {
      @Override
      String of(String name) {
        String spaced = name.replaceAll("[\\s_\\u00A0]+", " ").strip();
        return Normalizer.normalize(spaced, Form.NFC);
      }
    },
    CASE_BLIND {
      @Override
      String of(String name) {
        // By way of capitals, since some letters have one of two.
        String folded = SPACED.of(name).toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
        return Normalizer.normalize(folded, Form.NFC);
      }
    };

    abstract String of(String name);
  }

  /** Classes by the names that they have in one spelling. */
  private record Names(Map<String, ClassMatch> whole, Map<String, ClassMatch> parts) {
    ClassMatch of(String name) {
      ClassMatch found = whole.get(name);
      return found != null ? found : parts.getOrDefault(name, ClassMatch.NONE);
    }
  }

  private final SortedMap<Integer, Label> classes;
  private final Map<String, ClassMatch> ids = new HashMap<>();
  private final Map<String, ClassMatch> caseBlindIds = new HashMap<>();
  private final Map<Spelling, Names> names = new EnumMap<>(Spelling.class);
  private final boolean hasWordNetIds;
  private final boolean numbersAreIndices;

  /**
   * @param labels one a class, in the order of the model's output
   */
  public LabelIndex(List<Label> labels) {
    this(byIndex(labels));
  }

  /** The classes of a model by their indices. */
  public static SortedMap<Integer, Label> byIndex(List<Label> labels) {
    SortedMap<Integer, Label> classes = new TreeMap<>();
    labels.forEach(label -> classes.put(classes.size(), label));
    return classes;
  }

  /**
   * @param classes by their indices in the model's output, which may have gaps
   */
  public LabelIndex(SortedMap<Integer, Label> classes) {
    this.classes = classes;
    Arrays.stream(Spelling.values())
        .forEach(spelling -> names.put(spelling, new Names(new HashMap<>(), new HashMap<>())));
    classes.forEach(this::add);
    this.hasWordNetIds = ids.keySet().stream().anyMatch(id -> id.matches(WORDNET_ID));
    this.numbersAreIndices =
        hasWordNetIds
            || classes.values().stream().noneMatch(c -> NUMBER.matcher(c.name()).matches());
  }

  private void add(int index, Label label) {
    if (!label.id().equals(label.name())) {
      add(ids, label.id().strip(), index);
      add(caseBlindIds, Spelling.CASE_BLIND.of(label.id()), index);
    }
    Matcher id = ID_FIRST.matcher(label.id().strip());
    if (id.matches()) {
      add(ids, id.group(1).toLowerCase(Locale.ROOT), index);
    }
    names.forEach(
        (spelling, named) -> {
          add(named.whole(), spelling.of(label.name()), index);
          for (String part : label.name().split(",", -1)) {
            add(named.parts(), spelling.of(part), index);
          }
        });
  }

  private static void add(Map<String, ClassMatch> classes, String name, int index) {
    if (!name.isEmpty()) {
      classes.merge(name, ClassMatch.of(index), LabelIndex::either);
    }
  }

  private static ClassMatch either(ClassMatch one, ClassMatch other) {
    List<Integer> both = new ArrayList<>(one.candidates());
    both.addAll(other.candidates());
    return new ClassMatch(both);
  }

  /**
   * The class that the first label which means just one means. A WordNet id that no class has
   * settles it: what follows is not looked at.
   *
   * @param labels of one image, the most exact first
   */
  public ClassMatch find(Collection<String> labels) {
    ClassMatch ambiguous = ClassMatch.NONE;
    for (String label : labels) {
      ClassMatch found = find(label.strip());
      if (found.index().isPresent()) {
        return found;
      }
      if (found.isNone() && hasWordNetIds && wordNetId(label.strip()) != null) {
        return ClassMatch.NONE;
      }
      ambiguous = ambiguous.isNone() ? found : ambiguous;
    }
    return ambiguous;
  }

  /**
   * The class that all of several sources mean; where one means another, all of these are
   * candidates. A source that means none does not count.
   *
   * @param sources the labels that each gives, the most exact first
   */
  ClassMatch findAgreeing(List<List<String>> sources) {
    if (sources.size() == 1) {
      return find(sources.get(0));
    }
    List<ClassMatch> found =
        sources.stream().map(this::find).filter(match -> !match.isNone()).toList();
    List<ClassMatch> exact = found.stream().filter(match -> match.index().isPresent()).toList();
    for (ClassMatch one : exact) {
      int index = one.index().orElseThrow();
      if (sources.stream().allMatch(labels -> find(labels).isNone() || mayMean(labels, index))) {
        return one;
      }
    }
    return found.stream().reduce(ClassMatch.NONE, LabelIndex::either);
  }

  /** Whether a class has one of these labels among its names, even if another has it as well. */
  private boolean mayMean(List<String> labels, int index) {
    return find(labels).candidates().contains(index)
        || labels.stream()
            .map(Spelling.CASE_BLIND::of)
            .map(names.get(Spelling.CASE_BLIND).parts()::get)
            .anyMatch(match -> match != null && match.candidates().contains(index));
  }

  /** The class that is the same as one of another model's, whatever its index there. */
  public ClassMatch find(Label other) {
    ClassMatch byId = ids.getOrDefault(other.id().strip(), ClassMatch.NONE);
    if (!byId.isNone()) {
      return byId;
    }
    boolean settled = hasWordNetIds && wordNetId(other.id()) != null;
    return settled ? ClassMatch.NONE : byIdOrName(other.name().strip());
  }

  private ClassMatch find(String label) {
    ClassMatch found = byIdOrName(label);
    return found.isNone() ? byIndex(label) : found;
  }

  private ClassMatch byIdOrName(String label) {
    ClassMatch exact = ids.get(label);
    exact = exact != null ? exact : names.get(Spelling.AS_WRITTEN).whole().get(label);
    if (exact != null) {
      return exact;
    }
    String id = wordNetId(label);
    if (id == null) {
      ClassMatch byId = caseBlindIds.get(Spelling.CASE_BLIND.of(label));
      return byId != null ? byId : byName(label);
    }
    ClassMatch byId = ids.getOrDefault(id, ClassMatch.NONE);
    return hasWordNetIds ? byId : byName(besideId(label));
  }

  private static String wordNetId(String label) {
    Matcher first = ID_FIRST.matcher(label);
    Matcher last = ID_LAST.matcher(label);
    String id = first.matches() ? first.group(1) : last.matches() ? last.group(2) : null;
    return id == null ? null : id.toLowerCase(Locale.ROOT);
  }

  private static String besideId(String label) {
    Matcher first = ID_FIRST.matcher(label);
    Matcher last = ID_LAST.matcher(label);
    String text = first.matches() ? first.group(2) : last.matches() ? last.group(1) : label;
    return text == null ? "" : text;
  }

  private ClassMatch byName(String label) {
    for (Map.Entry<Spelling, Names> level : names.entrySet()) {
      ClassMatch found = level.getValue().of(level.getKey().of(label));
      if (!found.isNone()) {
        return found;
      }
    }
    return label.indexOf(',') < 0 ? ClassMatch.NONE : byParts(label);
  }

  /** Of {@code tench, Tinca tinca}: what all parts that name classes have in common. */
  private ClassMatch byParts(String label) {
    Set<Integer> common = new TreeSet<>();
    Set<Integer> all = new LinkedHashSet<>();
    for (String part : label.split(",", -1)) {
      ClassMatch found = part.isBlank() ? ClassMatch.NONE : byName(part.strip());
      if (!found.isNone() && all.isEmpty()) {
        common.addAll(found.candidates());
      } else if (!found.isNone()) {
        common.retainAll(found.candidates());
      }
      all.addAll(found.candidates());
    }
    return new ClassMatch(List.copyOf(common.isEmpty() ? all : common));
  }

  private ClassMatch byIndex(String label) {
    Matcher alone = INDEX.matcher(label);
    if (alone.matches()) {
      int index = Integer.parseInt(alone.group(2));
      Label there = classes.get(index);
      boolean named = alone.group(1) == null && numbersAreIndices;
      return there != null && (named || there.equals(Label.unnamed(index)))
          ? ClassMatch.of(index)
          : ClassMatch.NONE;
    }
    Matcher first = INDEX_FIRST.matcher(label);
    if (numbersAreIndices && first.matches()) {
      int index = Integer.parseInt(first.group(1));
      boolean agrees = byIdOrName(first.group(2).strip()).candidates().contains(index);
      return agrees ? ClassMatch.of(index) : ClassMatch.NONE;
    }
    return ClassMatch.NONE;
  }

  /** Whether a number in a label would be an index here, rather than a name. */
  public boolean numbersAreIndices() {
    return numbersAreIndices;
  }

  /** The classes of a match, for people: {@code n02012849 (index 134), n03126707 (517)}. */
  public String describe(ClassMatch match) {
    return match.candidates().stream()
        .map(
            index ->
                "%s (%s%d)"
                    .formatted(
                        classes.get(index).id(),
                        index.equals(match.candidates().get(0)) ? "index " : "",
                        index))
        .collect(Collectors.joining(", "));
  }

  /** What tells the classes of an ambiguous label apart: {@code id}, {@code index} or spelling. */
  String tellsApart(ClassMatch match) {
    Set<String> different =
        match.candidates().stream().map(i -> classes.get(i).id()).collect(Collectors.toSet());
    if (different.size() < match.candidates().size()) {
      return "index";
    }
    return match.candidates().stream().allMatch(i -> !isBare(classes.get(i)))
        ? "id"
        : "its exact name";
  }

  private static boolean isBare(Label label) {
    return label.id().equals(label.name());
  }

  /** Groups of classes whose names differ in letter case, spaces or Unicode's forms only. */
  public List<List<Label>> alike() {
    return names.get(Spelling.CASE_BLIND).whole().values().stream()
        .filter(ClassMatch::isAmbiguous)
        .map(ClassMatch::candidates)
        .sorted((one, other) -> one.get(0) - other.get(0))
        .map(indices -> indices.stream().map(i -> classes.get(i)).toList())
        .toList();
  }

  /** Some of the classes, for people. */
  public String examples() {
    return classes.keySet().stream()
            .limit(3)
            .map(i -> isBare(classes.get(i)) ? classes.get(i).name() : text(classes.get(i)))
            .collect(Collectors.joining(", "))
        + (classes.size() > 3 ? ", …" : "");
  }

  private static String text(Label label) {
    return label.id() + " " + label.name();
  }

  /** The same for labels that mean the same class, if any: to tell unknown classes apart. */
  public String key(String label) {
    String id = wordNetId(label.strip());
    return id != null ? id : Spelling.SPACED.of(label);
  }

  /** How many classes there are. */
  public int size() {
    return classes.size();
  }
}
