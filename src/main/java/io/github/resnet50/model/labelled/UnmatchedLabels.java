package io.github.resnet50.model.labelled;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Collects the labels of images that mean no class, or several: each once, with how many images
 * have it. For one thread.
 */
public final class UnmatchedLabels {
  private static final int MOST_TOLD = 5;
  private static final String PREFIX = "labels: ";
  private static final String SUFFIX = "; not scored";
  private static final int MOST_LISTED = 100;

  private final LabelIndex classes;
  private final BooleanSupplier folders; // whether these bear the labels
  private final Map<String, Counted> counted = new LinkedHashMap<>();
  private final Set<String> matched = new HashSet<>();
  private long unlabelled;
  private String firstUnlabelled;

  /**
   * A label that means no class, or several.
   *
   * @param classes the candidates where it is ambiguous; else empty
   * @param images how many have it
   * @param example the path of one of these
   */
  public record Entry(String label, String classes, long images, String example) {
    public boolean isAmbiguous() {
      return !classes.isEmpty();
    }
  }

  private record Counted(String label, ClassMatch match, String example, long images) {
    Counted plusOne() {
      return new Counted(label, match, example, images + 1);
    }
  }

  /**
   * @param labels where the labels are from
   */
  public UnmatchedLabels(LabelIndex classes, TrueLabels labels) {
    this(classes, labels::areFolders);
  }

  /**
   * @param folders whether labels are the names of folders
   */
  public UnmatchedLabels(LabelIndex classes, boolean folders) {
    this(classes, () -> folders);
  }

  private UnmatchedLabels(LabelIndex classes, BooleanSupplier folders) {
    this.classes = classes;
    this.folders = folders;
  }

  /**
   * Takes the labels of an image.
   *
   * @return what they mean
   */
  public ClassMatch add(List<String> labels, String path) {
    ClassMatch match = classes.find(labels);
    add(labels, match, path);
    return match;
  }

  /** Takes the labels of an image and what they mean. */
  public void add(List<String> labels, ClassMatch match, String path) {
    if (labels.isEmpty()) {
      firstUnlabelled = unlabelled++ == 0 ? path : firstUnlabelled;
      return;
    }
    String label = String.join(" ", labels);
    if (match.index().isPresent()) {
      matched.add(label);
    } else {
      counted.compute(
          label, (key, old) -> old == null ? new Counted(key, match, path, 1) : old.plusOne());
    }
  }

  /** Whether there are images, and none of them has a label that means just one class. */
  public boolean nothingMatches() {
    return matched.isEmpty() && (!counted.isEmpty() || unlabelled > 0);
  }

  /** The labels, in the order in which they were met; not all where there are very many. */
  public List<Entry> entries() {
    return counted.values().stream()
        .limit(MOST_LISTED)
        .map(
            c ->
                new Entry(
                    c.label(),
                    c.match().isAmbiguous() ? classes.describe(c.match()) : "",
                    c.images(),
                    c.example()))
        .toList();
  }

  /** One sentence on the labels that mean several classes. Not escaped. */
  public Optional<String> ambiguous() {
    List<Counted> ambiguous = ambiguousOnes();
    return ambiguous.isEmpty()
        ? Optional.empty()
        : Optional.of(PREFIX + told(ambiguous, this::ambiguity) + SUFFIX);
  }

  private List<Counted> ambiguousOnes() {
    return counted.values().stream().filter(c -> c.match().isAmbiguous()).toList();
  }

  private String ambiguity(Counted c) {
    return "%s is %d classes: %s: name %s by %s (%s)"
        .formatted(
            c.label(),
            c.match().candidates().size(),
            classes.describe(c.match()),
            folders.getAsBoolean() ? "the folder" : "it",
            classes.tellsApart(c.match()),
            images(c));
  }

  /** One sentence on all of them; empty where every label means one class. Not escaped. */
  public Optional<String> note() {
    List<String> parts = new ArrayList<>();
    List<Counted> unknown = counted.values().stream().filter(c -> c.match().isNone()).toList();
    List<Counted> ambiguous = ambiguousOnes();
    if (!ambiguous.isEmpty()) {
      parts.add(told(ambiguous, this::ambiguity));
    }
    if (!unknown.isEmpty()) {
      parts.add(
          "%d of %d labels %s: "
                  .formatted(
                      unknown.size(),
                      counted.size() + matched.size(),
                      unknown.size() == 1 ? "names no class" : "name no class")
              + told(unknown, c -> c.label() + " (" + images(c) + ")"));
    }
    if (unlabelled > 0) {
      parts.add(
          "%d %s no label, such as %s"
              .formatted(
                  unlabelled, unlabelled == 1 ? "image has" : "images have", firstUnlabelled));
    }
    return parts.isEmpty()
        ? Optional.empty()
        : Optional.of(PREFIX + String.join("; ", parts) + SUFFIX);
  }

  private static String images(Counted c) {
    return "%d %s, such as %s"
        .formatted(c.images(), c.images() == 1 ? "image" : "images", c.example());
  }

  private static String told(List<Counted> labels, Function<Counted, String> how) {
    return labels.stream().limit(MOST_TOLD).map(how).collect(Collectors.joining(", "))
        + (labels.size() > MOST_TOLD ? " and " + (labels.size() - MOST_TOLD) + " more" : "");
  }

  /** Why nothing can be scored, where {@link #nothingMatches}. Not escaped. */
  public String nothing(String source) {
    if (counted.isEmpty()) {
      return "none of %d images has a label in %s, such as %s"
          .formatted(unlabelled, source, firstUnlabelled);
    }
    String first =
        counted.keySet().stream().limit(MOST_TOLD - 1).collect(Collectors.joining(", "))
            + (counted.size() >= MOST_TOLD ? ", …" : "");
    return "none of the %d labels (%s: %s) means one of the %s"
            .formatted(counted.size(), source, first, classesInWords())
        + ambiguous().map(note -> "; " + note).orElse("");
  }

  private String classesInWords() {
    return classes.size() == 0
        ? "classes, which are numbered from 0"
        : "%d classes (%s)".formatted(classes.size(), classes.examples());
  }
}
