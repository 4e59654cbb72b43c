package io.github.resnet50.cli;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.features.ImageFeatures;
import io.github.resnet50.find.Cosine;
import io.github.resnet50.find.DuplicateSearch;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Predicted;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * {@code find --duplicates}: the records are read for the hashes, then for the names and features
 * of those that are near each other. An image's number is its place among the records that are
 * asked for.
 */
final class DuplicateFinder {
  private final Context context;
  private final LongRunOptions common;
  private final EngineOptions engine;
  private final Predictions predictions;
  private final Predicate<ItemResult> wanted;
  private final DuplicateSearch search = new DuplicateSearch();
  private final Map<Integer, byte[]> features = new HashMap<>(); // of candidates, by their numbers
  private final Map<Integer, Member> members = new TreeMap<>(); // likewise
  private FeatureSearch model; // null: none is needed so far

  /**
   * @param wanted which records
   */
  DuplicateFinder(
      Context context,
      LongRunOptions common,
      EngineOptions engine,
      Predictions predictions,
      Predicate<ItemResult> wanted) {
    this.context = context;
    this.common = common;
    this.engine = engine;
    this.predictions = predictions;
    this.wanted = wanted.and(Predicted.class::isInstance);
  }

  /** A member of a group. */
  private record Member(String name, long pixels) {}

  /** What the records have: seen at the first. */
  private record Columns(boolean hash, boolean embedding) {}

  /**
   * Prints groups of duplicates.
   *
   * @return the exit code
   */
  int find(PathPrinter paths) throws Exception {
    boolean hasModel = engine.askedModel().isPresent();
    Columns columns = hashRecorded();
    if (!columns.hash() && !hasModel) {
      throw new UsageException(
          "--duplicates: %s has no column phash; classify with --columns phash, or give a --model to look at the images with"
              .formatted(predictions.file()));
    }
    if (!columns.hash() || (hasModel && !columns.embedding())) {
      model = new FeatureSearch(context, common, engine);
    }
    boolean isConfirmed = hasModel || columns.embedding();
    boolean isWhole = columns.hash() || hashComputed();
    if (isWhole) {
      int mostBits = isConfirmed ? DuplicateSearch.MOST_BITS_CONFIRMED : DuplicateSearch.MOST_BITS;
      boolean needsModel = isConfirmed && !columns.embedding();
      BitSet candidates = search.candidates(mostBits);
      isWhole = needsModel ? lookWithModel(candidates) : lookAtRecords(candidates);
      if (isWhole) {
        print(search.groups(mostBits, (one, other) -> !isConfirmed || isSame(one, other)), paths);
        return model == null ? ExitCode.OK : model.end();
      }
    }
    context.say("interrupted; features that were computed are kept");
    return ExitCode.INTERRUPTED;
  }

  /** As far as there are hashes. */
  private Columns hashRecorded() throws IOException {
    Columns columns = null;
    try (RecordedImages images = predictions.open()) {
      Iterator<RecordedImage> each = FindCommand.filtered(images, wanted);
      while (each.hasNext() && (columns == null || columns.hash())) {
        Predicted record = (Predicted) each.next().record();
        String digits = record.details().text(ImageColumn.PHASH);
        if (columns == null) {
          columns = new Columns(digits != null, record.extras().embedding() != null);
        }
        if (digits == null) {
          search.addUnknown();
        } else {
          search.add(hash(digits, record), record.width(), record.height());
        }
      }
    }
    if (columns == null || columns.hash()) {
      return columns == null ? new Columns(true, true) : columns;
    }
    search.clear();
    return columns;
  }

  private long hash(String digits, Predicted record) throws IOException {
    try {
      return HexFormat.fromHexDigitsToLong(digits);
    } catch (IllegalArgumentException e) {
      throw new MalformedFileException(
          "%s, record %d: phash is '%s'; expected 16 hexadecimal digits"
              .formatted(predictions.file(), record.index() + 1, digits),
          e);
    }
  }

  /** Of what the model sees. */
  private boolean hashComputed() throws Exception {
    Queue<Predicted> sizes = new ArrayDeque<>(); // of images on their way
    try (RecordedImages images = predictions.open()) {
      Iterator<RecordedImage> each = FindCommand.filtered(images, wanted);
      Iterator<ImageRef> refs =
          new Lookahead<>() {
            private long place;

            @Override
            protected ImageRef advance() {
              if (!each.hasNext()) {
                return null;
              }
              RecordedImage image = each.next();
              sizes.add((Predicted) image.record());
              return FeatureSearch.image(place++, image);
            }
          };
      return model.run(refs, image -> addComputed(image, sizes));
    }
  }

  private void addComputed(ImageFeatures image, Queue<Predicted> sizes) {
    while (search.size() < image.ref().index()) {
      search.addUnknown();
      sizes.remove();
    }
    Predicted record = sizes.remove();
    search.add(image.perceptualHash(), record.width(), record.height());
  }

  /** Their names, and their features where they have some. */
  private boolean lookAtRecords(BitSet candidates) throws IOException {
    try (RecordedImages images = predictions.open()) {
      Iterator<RecordedImage> each = FindCommand.filtered(images, wanted);
      for (int place = 0; each.hasNext(); place++) {
        RecordedImage image = each.next();
        if (candidates.get(place)) {
          float[] embedding = add(place, image).extras().embedding();
          if (embedding != null) {
            features.put(place, Cosine.compact(embedding));
          }
        }
      }
    }
    return true;
  }

  private Predicted add(int place, RecordedImage image) {
    Predicted record = (Predicted) image.record();
    members.put(place, new Member(image.name(), (long) record.width() * record.height()));
    return record;
  }

  private boolean lookWithModel(BitSet candidates) throws Exception {
    try (RecordedImages images = predictions.open()) {
      Iterator<RecordedImage> each = FindCommand.filtered(images, wanted);
      Iterator<ImageRef> refs =
          new Lookahead<>() {
            private int place;

            @Override
            protected ImageRef advance() {
              while (each.hasNext()) {
                RecordedImage image = each.next();
                if (candidates.get(place++)) {
                  add(place - 1, image);
                  return FeatureSearch.image(place - 1, image);
                }
              }
              return null;
            }
          };
      return model.run(
          refs,
          image ->
              features.put(Math.toIntExact(image.ref().index()), Cosine.compact(image.features())));
    }
  }

  private boolean isSame(int one, int other) {
    byte[] a = features.get(one);
    byte[] b = features.get(other);
    return a != null
        && b != null
        && a.length == b.length
        && Cosine.of(a, b) >= DuplicateSearch.LEAST_COSINE;
  }

  /** The groups by their first members, in each the largest image first. */
  private void print(int[] groupOf, PathPrinter paths) throws IOException {
    Map<Integer, List<Member>> groups = new TreeMap<>();
    members.forEach(
        (place, member) ->
            groups.computeIfAbsent(groupOf[place], group -> new ArrayList<>(2)).add(member));
    groups.values().removeIf(group -> group.size() == 1);
    boolean isFirst = true;
    for (List<Member> group : groups.values()) {
      if (!isFirst) {
        paths.separate();
      }
      isFirst = false;
      group.sort(Comparator.comparingLong(Member::pixels).reversed());
      for (Member member : group) {
        paths.print(member.name());
      }
    }
  }
}
