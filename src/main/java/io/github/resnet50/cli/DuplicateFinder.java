package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.MalformedFileException;
import io.github.resnet50.cli.options.EngineOptions;
import io.github.resnet50.cli.options.ExitCode;
import io.github.resnet50.cli.options.LongRunOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.features.ImageFeatures;
import io.github.resnet50.find.Cosine;
import io.github.resnet50.find.DuplicateSearch;
import io.github.resnet50.image.ImageColumn;
import io.github.resnet50.recorded.RecordedImage;
import io.github.resnet50.recorded.RecordedImages;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.ItemResult.Predicted;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import org.apache.commons.io.function.IOConsumer;

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
    this.wanted = wanted;
  }

  /** A member of a group. */
  private record Member(String name, long pixels) {}

  /** What the records have: seen at the first that was classified. */
  private record Columns(boolean hash, boolean embedding) {}

  /**
   * Prints groups of duplicates.
   *
   * @return the exit code
   */
  int find(PathPrinter paths) throws Exception {
    boolean hasModel = engine.askedModel().isPresent();
    Columns columns = columns();
    if (!columns.hash() && !hasModel) {
      throw new UsageException(
          "--duplicates: %s has no column phash; classify with --columns phash, or give a --model to look at the images with"
              .formatted(predictions.file()));
    }
    if (!columns.hash() || (hasModel && !columns.embedding())) {
      model = new FeatureSearch(context, common, engine);
    }
    if (columns.hash()) {
      hashRecorded();
    } else if (!hashComputed()) {
      return model.interrupted();
    }
    boolean isConfirmed = hasModel || columns.embedding();
    int mostBits = isConfirmed ? DuplicateSearch.MOST_BITS_CONFIRMED : DuplicateSearch.MOST_BITS;
    BitSet candidates = search.candidates(mostBits);
    if (!isConfirmed || columns.embedding()) {
      lookAtRecords(candidates);
    } else if (!lookWithModel(candidates)) {
      return model.interrupted();
    }
    print(search.groups(mostBits, (one, other) -> !isConfirmed || isSame(one, other)), paths);
    return model == null ? ExitCode.OK : model.end();
  }

  private Columns columns() throws IOException, UsageException {
    try (RecordedImages images = predictions.openWithFeatures()) {
      while (images.hasNext()) {
        if (images.next().record() instanceof Predicted record) {
          if (record.details().text(ImageColumn.X) != null) {
            throw new UsageException(
                "--duplicates: the records of %s are of tiles, which have no file of their own"
                    .formatted(predictions.file()));
          }
          String digits = record.details().text(ImageColumn.PHASH);
          return new Columns(digits != null, record.extras().embedding() != null);
        }
      }
    }
    return new Columns(true, true);
  }

  /** As far as there are hashes. */
  private void hashRecorded() throws IOException {
    try (RecordedImages images = predictions.open()) {
      Iterator<RecordedImage> each = FindCommand.filtered(images, wanted);
      while (each.hasNext()) {
        Predicted record = (Predicted) each.next().record();
        String digits = record.details().text(ImageColumn.PHASH);
        if (digits == null) {
          search.addUnknown();
        } else {
          search.add(hash(digits, record), record.width(), record.height());
        }
      }
    }
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
    return run(
        (place, image) -> sizes.add((Predicted) image.record()),
        image -> addComputed(image, sizes));
  }

  private boolean run(BiPredicate<Long, RecordedImage> taken, IOConsumer<ImageFeatures> sink)
      throws Exception {
    try (RecordedImages images = predictions.open()) {
      return model.run(FeatureSearch.images(FindCommand.filtered(images, wanted), taken), sink);
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
  private void lookAtRecords(BitSet candidates) throws IOException {
    try (RecordedImages images = predictions.openWithFeatures()) {
      Iterator<RecordedImage> each = FindCommand.filtered(images, wanted);
      for (int place = 0; place < candidates.length() && each.hasNext(); place++) {
        RecordedImage image = each.next();
        if (candidates.get(place)) {
          float[] embedding = add(place, image).extras().embedding();
          if (embedding != null) {
            features.put(place, Cosine.compact(embedding));
          }
        }
      }
    }
  }

  private Predicted add(int place, RecordedImage image) {
    Predicted record = (Predicted) image.record();
    members.put(place, new Member(image.name(), (long) record.width() * record.height()));
    return record;
  }

  private boolean lookWithModel(BitSet candidates) throws Exception {
    return run(
        (place, image) -> {
          int number = Math.toIntExact(place);
          if (!candidates.get(number)) {
            return false;
          }
          add(number, image);
          return true;
        },
        image ->
            features.put(Math.toIntExact(image.ref().index()), Cosine.compact(image.features())));
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
    groups.replaceAll((group, all) -> files(all));
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

  /** Each file once: whoever deletes all but one of a group shall not delete the only one. */
  private static List<Member> files(List<Member> group) {
    Map<String, Member> files = new LinkedHashMap<>();
    for (Member member : group) {
      files.merge(
          file(member.name()), member, (known, more) -> isLink(known.name()) ? more : known);
    }
    return new ArrayList<>(files.values());
  }

  /** That which a path leads to; the path itself where nothing is there. */
  private static String file(String name) {
    try {
      return FileNames.whole(FileNames.path(name).toRealPath());
    } catch (IOException | IllegalArgumentException e) {
      return name;
    }
  }

  private static boolean isLink(String name) {
    try {
      return Files.isSymbolicLink(FileNames.path(name));
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
