package io.github.resnet50.decision;

import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.decision.RuleFile.Kind;
import io.github.resnet50.decision.RuleFile.Rule;
import io.github.resnet50.model.Label;
import io.github.resnet50.report.ItemResult.Answer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * Answers by a {@link RuleFile}. Every class is part of one answer, that of the line that means the
 * fewest classes of those that mean it, else one of its own; or of none, where such a line ignores
 * it. An answer's probability is the sum of its classes'. The best one is given, or {@link #UNSURE}
 * with its probability, where that is less than its minimum or leads the next one's by less than
 * the margin. Numbers are compared as they are written, as floats.
 */
public final class Rules {
  /** The label where no answer is sure enough. */
  public static final String UNSURE = "unsure";

  private static final double ROUNDING = 1e-6; // of differences of floats

  private final RuleFile file;
  private final RuleNames names;
  private final SortedMap<Integer, Label> classes;
  private final Consumer<String> unknown; // null: refused
  private final List<Choice> choices = new ArrayList<>(); // by their first class
  private final Map<Integer, Integer> choiceOf = new HashMap<>(); // of a class; none: ignored
  private final Map<String, Integer> breadths = new HashMap<>(); // of answers of several classes
  private float general;
  private float margin;

  /** An answer that may be given. */
  private static final class Choice {
    private final String label;
    private final Rule line; // null: a class of its own
    private final BitSet classes = new BitSet();
    private Rule least; // null: none of its own

    Choice(String label, Rule line) {
      this.label = label;
      this.line = line;
    }
  }

  /** What a line says of classes, or of the answers that these are. */
  private record Claim(Rule line, String name, BitSet classes) {
    boolean isOfAll(BitSet others) {
      BitSet beyond = (BitSet) others.clone();
      beyond.andNot(classes);
      return beyond.isEmpty();
    }

    boolean isOfSameAnswer(Claim other) {
      return line.kind() == other.line.kind()
          && (line.kind() == Kind.IGNORE || line.answer().equals(other.line.answer()));
    }
  }

  /**
   * @param classes by their indices
   * @param tree theirs; null where there is no taxonomy
   * @param unknown hears of names that nothing has, where there may be classes that are not known;
   *     null: such a name is refused
   * @throws MalformedFileException that names the line which means nothing
   */
  Rules(RuleFile file, SortedMap<Integer, Label> classes, ClassTree tree, Consumer<String> unknown)
      throws MalformedFileException {
    this.file = file;
    this.names = new RuleNames(file, classes, tree);
    this.classes = classes;
    this.unknown = unknown;
    join(claims());
    setLeast(minima());
    for (Rule line : file.lines()) {
      if (line.kind() == Kind.MIN && line.names().isEmpty()) {
        general = line.value();
      } else if (line.kind() == Kind.MARGIN) {
        margin = line.value();
      }
    }
  }

  private List<Claim> claims() throws MalformedFileException {
    List<Claim> claims = new ArrayList<>();
    for (Rule line : file.lines()) {
      if (line.kind() == Kind.JOIN || line.kind() == Kind.IGNORE) {
        for (String name : line.names()) {
          claims.add(new Claim(line, name, classes(name, line)));
        }
      }
    }
    return claims;
  }

  private BitSet classes(String name, Rule line) throws MalformedFileException {
    Optional<BitSet> found = names.find(name, line.number());
    if (found.isEmpty() && unknown == null) {
      throw file.wrong(line.number(), names.unknown(name));
    }
    if (found.isEmpty()) {
      unknown.accept(file.place(line.number()) + ": " + names.unknown(name));
    } else if (found.get().isEmpty() && unknown == null) {
      throw file.wrong(line.number(), "no class of the model is below '" + name + "'");
    }
    return found.orElseGet(BitSet::new);
  }

  private void join(List<Claim> claims) throws MalformedFileException {
    Map<String, Choice> joined = new LinkedHashMap<>();
    for (Claim claim : claims) {
      if (claim.line().kind() == Kind.JOIN) {
        joined.computeIfAbsent(claim.line().answer(), name -> new Choice(name, claim.line()));
      }
    }
    List<Choice> all = new ArrayList<>(joined.values());
    for (Map.Entry<Integer, Label> one : classes.entrySet()) {
      Claim narrowest = narrowest(claims, one.getKey(), one.getValue());
      if (narrowest == null) {
        Choice own = new Choice(one.getValue().name(), null);
        own.classes.set(one.getKey());
        requireOther(own, joined);
        all.add(own);
      } else if (narrowest.line().kind() == Kind.JOIN) {
        joined.get(narrowest.line().answer()).classes.set(one.getKey());
      }
    }
    for (Choice choice : all) {
      if (choice.classes.isEmpty() && unknown == null) {
        throw file.wrong(
            choice.line.number(),
            "nothing is left of '" + choice.label + "': other lines have all its classes");
      }
      if (!choice.classes.isEmpty()) {
        choices.add(choice);
      }
    }
    if (choices.isEmpty() && !classes.isEmpty() && unknown == null) {
      throw file.wrong(file.lines().get(0).number(), "all classes are ignored");
    }
    choices.sort(Comparator.comparingInt(choice -> choice.classes.nextSetBit(0)));
    for (int place = 0; place < choices.size(); place++) {
      int number = place;
      choices.get(place).classes.stream().forEach(index -> choiceOf.put(index, number));
      if (choices.get(place).line != null) {
        breadths.put(choices.get(place).label, choices.get(place).classes.cardinality());
      }
    }
  }

  /** A name that is also that of a class which is no part of the answer would mean two things. */
  private void requireOther(Choice own, Map<String, Choice> joined) throws MalformedFileException {
    Choice same = joined.get(own.label);
    if (same != null) {
      throw file.wrong(
          same.line.number(),
          "'%s' is a class of its own, too: put it behind the =, ignore it, or take another name"
              .formatted(own.label));
    }
  }

  private Claim narrowest(List<Claim> claims, int index, Label label)
      throws MalformedFileException {
    List<Claim> narrowest =
        narrowest(claims.stream().filter(claim -> claim.classes().get(index)).toList());
    for (Claim other : narrowest) {
      Claim first = narrowest.get(0);
      if (!other.isOfSameAnswer(first)) {
        throw file.wrong(
            other.line().number(),
            "'%s' is in line %d already (as '%s')"
                .formatted(
                    other.classes().cardinality() == 1 ? label.name() : other.name(),
                    first.line().number(),
                    first.name()));
      }
    }
    return narrowest.isEmpty() ? null : narrowest.get(0);
  }

  /** Those that mean the fewest classes, whatever their order. */
  private static List<Claim> narrowest(List<Claim> claims) {
    int fewest = claims.stream().mapToInt(claim -> claim.classes().cardinality()).min().orElse(0);
    return claims.stream().filter(claim -> claim.classes().cardinality() == fewest).toList();
  }

  /** What has a minimum of its own: an answer that is named, or the classes that are. */
  private List<Claim> minima() throws MalformedFileException {
    List<Claim> minima = new ArrayList<>();
    for (Rule line : file.lines()) {
      if (line.kind() == Kind.MIN) {
        for (String name : line.names()) {
          Optional<Choice> named =
              choices.stream()
                  .filter(choice -> choice.line != null && choice.label.equals(name))
                  .findFirst();
          BitSet meant = named.isPresent() ? named.get().classes : classes(name, line);
          minima.add(new Claim(line, name, meant));
        }
      }
    }
    return minima;
  }

  /** A line counts for an answer that it names, and for those all of whose classes it means. */
  private void setLeast(List<Claim> minima) throws MalformedFileException {
    for (Choice choice : choices) {
      List<Claim> narrowest =
          narrowest(minima.stream().filter(minimum -> minimum.isOfAll(choice.classes)).toList());
      for (Claim other : narrowest) {
        Rule first = narrowest.get(0).line();
        if (other.line().value() != first.value()) {
          throw file.wrong(
              other.line().number(),
              "'%s' has another minimum in line %d".formatted(other.name(), first.number()));
        }
        choice.least = first;
      }
    }
    for (Claim minimum : minima) {
      boolean isUsed = choices.stream().anyMatch(choice -> minimum.isOfAll(choice.classes));
      if (!isUsed && !minimum.classes().isEmpty()) {
        throw file.wrong(minimum.line().number(), notAnswered(minimum.name(), minimum.classes()));
      }
    }
  }

  private String notAnswered(String name, BitSet meant) {
    return meant.stream()
        .mapToObj(choiceOf::get)
        .filter(place -> place != null)
        .findFirst()
        .map(
            place ->
                "'%s' is no answer, but part of '%s' (line %d): give that a minimum"
                    .formatted(name, choices.get(place).label, choices.get(place).line.number()))
        .orElse("'" + name + "' is ignored, and so never an answer");
  }

  /** The answer that a class is part of; empty where it is ignored. */
  public Optional<String> answerOf(int classIndex) {
    return Optional.ofNullable(choiceOf.get(classIndex)).map(place -> choices.get(place).label);
  }

  /** The minimum of answers that have none of their own; 0: none. */
  public double general() {
    return general;
  }

  /** Whether what was given is no answer. */
  public static boolean isUnsure(Answer given) {
    return given.label().equals(UNSURE);
  }

  /** How many classes an answer stands for; 1 of a class of its own. */
  public int breadth(Answer answer) {
    return breadths.getOrDefault(answer.label(), 1);
  }

  /**
   * Decides on an image.
   *
   * @param scores of all classes, or of the best: then sums are the least that they can be
   */
  Answer of(ClassScores scores) {
    if (choices.isEmpty()) { // a file of records need not name all classes
      return new Answer(UNSURE, UNSURE, 0);
    }
    double[] sums = new double[choices.size()];
    for (int place = 0; place < scores.size(); place++) {
      Integer choice = choiceOf.get(scores.index(place));
      if (choice != null) {
        sums[choice] += scores.probability(place);
      }
    }
    int best = 0;
    for (int choice = 1; choice < sums.length; choice++) {
      best = (float) sums[choice] > (float) sums[best] ? choice : best;
    }
    double next = 0;
    for (int choice = 0; choice < sums.length; choice++) {
      next = choice == best ? next : Math.max(next, sums[choice]);
    }
    float probability = (float) Math.min(1, sums[best]);
    Choice given = choices.get(best);
    float least = given.least == null ? general : given.least.value();
    boolean isSure =
        sums[best] > 0 && probability >= least && sums[best] - next >= margin - ROUNDING;
    String label = isSure ? given.label : UNSURE;
    return new Answer(label, label, probability);
  }
}
