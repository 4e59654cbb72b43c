package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import io.github.resnet50.basics.Text;
import io.github.resnet50.report.html.Groups.MeanText;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Images counted by a class, or what several classes have in common, each below what lies above it.
 * For one thread; memory is bounded, however many classes there are.
 */
public final class AnswerTree {
  private static final int MOST_KEPT = 10_000;
  private static final int DEEPEST = 20; // levels; what lies deeper stands in the last

  private final ClassOutline outline;
  private final Map<String, Place> places = new HashMap<>();
  private long left;

  /** What was counted at a node itself, and who stands below it. */
  private static final class Place {
    private final String id;
    private final String label;
    private final List<Place> below = new ArrayList<>();
    private long images;
    private long rolledUp;
    private double sum;

    Place(String id, String label) {
      this.id = id;
      this.label = label;
    }

    long allImages() {
      return images + below.stream().mapToLong(Place::allImages).sum();
    }

    double allSum() {
      return sum + below.stream().mapToDouble(Place::allSum).sum();
    }
  }

  /**
   * The tree: the model of {@code tree.html}.
   *
   * @param value what the means are
   * @param note what the tree lacks; may be empty
   */
  public record TreeView(String value, String note, List<Node> nodes) {}

  /**
   * A node, as it is written.
   *
   * @param images at and below it
   * @param mean over these
   * @param rolledUp how many of the images at it none of its classes is sure of; empty: none
   * @param kinds how many nodes stand below it; empty: none
   */
  public record Node(
      String id,
      String name,
      String images,
      String mean,
      String rolledUp,
      String kinds,
      List<Node> below) {}

  public AnswerTree(ClassOutline outline) {
    this.outline = outline;
  }

  /**
   * Counts an image of a class or an answer.
   *
   * @param number of which nodes show the mean
   */
  public void add(String answer, String label, double number, boolean isRolledUp) {
    String id = outline.node(answer, label);
    Place place = places.get(id);
    if (place == null) {
      if (places.size() == MOST_KEPT) {
        left++;
        return;
      }
      place = new Place(id, label);
      places.put(id, place);
    }
    place.images++;
    place.rolledUp += isRolledUp ? 1 : 0;
    place.sum += number;
  }

  /**
   * What was counted; null where no image has anything above it, and a tree would be a list.
   *
   * @param value what the means are
   * @param text how they are written
   */
  public TreeView view(String value, MeanText text) {
    Map<String, Place> all = new LinkedHashMap<>();
    List<Place> roots = new ArrayList<>();
    places.values().stream()
        .sorted(Comparator.comparing(place -> place.id))
        .forEach(place -> place(place.id, all, roots));
    if (roots.stream().allMatch(root -> root.below.isEmpty())) {
      return null;
    }
    String note = left == 0 ? "" : Text.counted(left, "image") + " of still other classes.";
    TreeView view = new TreeView(value, note, nodes(roots, text));
    all.values().forEach(place -> place.below.clear()); // to be counted on
    return view;
  }

  /** Gives a node its place, and those above it theirs. */
  private void place(String id, Map<String, Place> all, List<Place> roots) {
    List<String> way = new ArrayList<>(List.of(id));
    for (Optional<String> node = above(id); node.isPresent(); node = above(node.get())) {
      way.add(0, node.get());
    }
    Place parent = null;
    for (String node : way) {
      Place known = all.get(node);
      boolean isShown = way.indexOf(node) < DEEPEST || node.equals(id);
      if (known == null && isShown) {
        known = places.containsKey(node) ? places.get(node) : new Place(node, outline.label(node));
        all.put(node, known);
        (parent == null ? roots : parent.below).add(known);
      }
      parent = known == null ? parent : known;
    }
  }

  /** What a node stands below: not what lies above nearly everything, which would hide the rest. */
  private Optional<String> above(String id) {
    return outline.above(id).stream()
        .filter(
            node ->
                outline.isLandmark(node) || (places.containsKey(node) && !outline.isGeneral(node)))
        .findFirst();
  }

  private static List<Node> nodes(List<Place> places, MeanText text) {
    return places.stream()
        .sorted(
            Comparator.comparingLong((Place place) -> -place.allImages())
                .thenComparing(place -> place.label))
        .map(place -> node(place, text))
        .toList();
  }

  private static Node node(Place place, MeanText text) {
    long images = place.allImages();
    int kinds = place.below.size();
    return new Node(
        place.id,
        place.label,
        COUNT.of(images),
        text.of(place.allSum() / images, images),
        place.rolledUp == 0 ? "" : COUNT.of(place.rolledUp) + " rolled up",
        kinds == 0 ? "" : Text.counted(kinds, "kind"),
        nodes(place.below, text));
  }
}
