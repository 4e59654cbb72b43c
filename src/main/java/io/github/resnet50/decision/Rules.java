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
    private Rule least;
    private int leastOf = Integer.MAX_VALUE; // how many classes that line means

    Choice(String label, Rule line) {
      this.label = label;
      this.line = line;
    }
  }

  /** What a line says of classes. */
  private record Claim(Rule line, String name, BitSet classes) {
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
    for (Rule line : file.lines()) {
      if (line.kind() == Kind.MIN && !line.names().isEmpty()) {
        for (String name : line.names()) {
          setLeast(line, name);
        }
      } else if (line.kind() == Kind.MIN) {
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
    Claim narrowest = null;
    for (Claim claim : claims) {
      if (!claim.classes().get(index)) {
        continue;
      }
      int fewer =
          narrowest == null
              ? -1
              : claim.classes().cardinality() - narrowest.classes().cardinality();
      if (fewer == 0 && !claim.isOfSameAnswer(narrowest)) {
        throw file.wrong(
            claim.line().number(),
            "'%s' is in line %d already (as '%s')"
                .formatted(
                    claim.classes().cardinality() == 1 ? label.name() : claim.name(),
                    narrowest.line().number(),
                    narrowest.name()));
      }
      narrowest = fewer < 0 ? claim : narrowest;
    }
    return narrowest;
  }

  /** A line counts for an answer that it names, and for those all of whose classes it means. */
  private void setLeast(Rule line, String name) throws MalformedFileException {
    List<Choice> named =
        choices.stream()
            .filter(choice -> choice.line != null && choice.label.equals(name))
            .toList();
    BitSet meant = named.isEmpty() ? classes(name, line) : named.get(0).classes;
    boolean isUsed = false;
    for (Choice choice : choices) {
      BitSet beyond = (BitSet) choice.classes.clone();
      beyond.andNot(meant);
      if (!beyond.isEmpty()) {
        continue;
      }
      isUsed = true;
      int size = meant.cardinality();
      if (size == choice.leastOf && line.value() != choice.least.value()) {
        throw file.wrong(
            line.number(),
            "'%s' has another minimum in line %d".formatted(name, choice.least.number()));
      }
      if (size < choice.leastOf) {
        choice.leastOf = size;
        choice.least = line;
      }
    }
    if (!isUsed && !meant.isEmpty()) {
      throw file.wrong(line.number(), notAnswered(name, meant));
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
