package io.github.resnet50.report.html;

import static io.github.resnet50.basics.Figure.COUNT;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Extras;
import io.github.resnet50.report.ItemResult.Predicted;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.Gallery.Choice;
import io.github.resnet50.report.html.Gallery.RecordedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Labelled images to look at: the mistakes that the model was surest of, and of the others as many
 * as a page holds besides; of very many a sample that is the same whenever it is run.
 *
 * <p>Whether an image is a mistake is known with its record: until then its small picture waits, so
 * every image has one made. Pictures may come from many threads, records from one.
 */
public final class LabelledGallery {
  private static final Comparator<RecordedImage> SUREST_FIRST =
      Comparator.comparingDouble((RecordedImage image) -> -confidence(image.result()))
          .thenComparingLong(image -> image.result().index());

  private final int most;
  private final Links links;
  private final Map<Long, Thumbnail> waiting = new ConcurrentHashMap<>();
  private final TreeSet<RecordedImage> mistakes = new TreeSet<>(SUREST_FIRST);

  /** By a number that is fixed for each place in the walk: the lowest ones stay. */
  private final TreeMap<Long, RecordedImage> others = new TreeMap<>();

  private long seen;
  private long wrong;
  private boolean unlabelled;
  private boolean ambiguous;

  /**
   * @param page where it will be written, for links to the images
   */
  public LabelledGallery(Path page) {
    this(page, Gallery.MOST);
  }

  LabelledGallery(Path page, int most) {
    this.links = new Links(page);
    this.most = most;
  }

  /**
   * Takes what the model sees of an image, before its record.
   *
   * @param index place in the walk
   */
  public void picture(long index, RgbImage pixels) {
    waiting.put(index, Thumbnail.of(pixels)); // takes a while: beside the other decoders
  }

  /** Takes an image's record. */
  public void add(ItemResult result, Verdict verdict) {
    seen++;
    unlabelled |= verdict.correctness() == Verdict.Correctness.UNLABELLED;
    ambiguous |= verdict.correctness() == Verdict.Correctness.AMBIGUOUS;
    Thumbnail thumbnail = waiting.remove(result.index());
    RecordedImage image =
        new RecordedImage(
            withoutScores(result), Picture.of(result.name(), links, thumbnail), verdict);
    if (verdict.correctness() == Verdict.Correctness.WRONG) {
      wrong++;
      if (isRoom()
          || mistakes.size() < most / 2
          || confidence(result) > confidence(mistakes.last().result())) {
        mistakes.add(image);
      }
    } else if (isWanted(SampleGallery.key(result.index()))) {
      others.put(SampleGallery.key(result.index()), image);
    }
    while (mistakes.size() + others.size() > most) {
      if (mistakes.size() > most / 2) {
        mistakes.pollLast();
      } else {
        others.pollLastEntry();
      }
    }
  }

  /** Of the best class; -1 where there is none. */
  private static float confidence(ItemResult result) {
    return result instanceof Predicted image ? image.predictions().get(0).probability() : -1;
  }

  /** What is kept of many images has no number for each class. */
  private static ItemResult withoutScores(ItemResult result) {
    return result instanceof Predicted p
        ? new Predicted(
            p.index(),
            p.name(),
            p.width(),
            p.height(),
            p.predictions(),
            Extras.NONE.deciding(p.extras().decision()))
        : result;
  }

  private boolean isWanted(long key) {
    return isRoom() || (!others.isEmpty() && key < others.lastKey());
  }

  private boolean isRoom() {
    return mistakes.size() + others.size() < most;
  }

  /** The surest mistakes first, then the others as walked. */
  public Gallery view(RollUpView view) {
    List<RecordedImage> images = new ArrayList<>(mistakes);
    others.values().stream()
        .sorted(Comparator.comparingLong(image -> image.result().index()))
        .forEach(images::add);
    String choice =
        "%s of %s mistakes, the surest, and a random sample of the other %s records"
            .formatted(COUNT.of(mistakes.size()), COUNT.of(wrong), COUNT.of(seen - wrong));
    List<Choice> statuses = new ArrayList<>();
    statuses.add(new Choice("right", "right"));
    statuses.add(new Choice("wrong", "wrong"));
    statuses.add(new Choice("failed", "failed"));
    if (unlabelled) {
      statuses.add(new Choice("unlabelled", "without a label"));
    }
    if (ambiguous) {
      statuses.add(new Choice("ambiguous", "with an ambiguous label"));
    }
    return Gallery.ofRecords(seen, choice, "surest mistakes first", statuses, images, view);
  }

  /**
   * What a label says of a record.
   *
   * @param truth the name of the class that the image shows; empty where that is not known
   * @param truthId its id, likewise
   */
  public record Verdict(Correctness correctness, String truth, String truthId) {
    /** Nothing is known of what it shows. */
    public Verdict(Correctness correctness) {
      this(correctness, "", "");
    }

    /** What became of an image whose label was looked for. */
    public enum Correctness {
      /** The most probable class is the true one. */
      RIGHT,
      /** It is not. */
      WRONG,
      /** There is no label, or none that names a class. */
      UNLABELLED,
      /** Its label is the name of several classes. */
      AMBIGUOUS,
      /** There is no prediction. */
      FAILED;

      /** As in pages: {@code right}. */
      @Override
      public String toString() {
        return name().toLowerCase(Locale.ROOT);
      }
    }
  }
}
