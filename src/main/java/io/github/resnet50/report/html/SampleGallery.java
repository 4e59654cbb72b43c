package io.github.resnet50.report.html;

import io.github.resnet50.image.RgbImage;
import io.github.resnet50.report.ItemResult;
import io.github.resnet50.report.html.Card.Picture;
import io.github.resnet50.report.html.Gallery.Choice;
import io.github.resnet50.report.html.Gallery.RecordedImage;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * Images of a run to look at; of a long run a sample that is the same whenever it is run. Memory is
 * bounded by {@link Gallery#MOST} small pictures. Safe for use by many threads.
 */
final class SampleGallery {
  private final int most;

  /** By a number that is random, but fixed for each place in the walk: the lowest ones stay. */
  private final TreeMap<Long, SampledImage> entries = new TreeMap<>();

  private long seen;

  private static final class SampledImage {
    private final long index;
    private Thumbnail thumbnail;
    private ItemResult result;
    private String link;

    SampledImage(long index) {
      this.index = index;
    }

    RecordedImage image() {
      return new RecordedImage(result, new Picture(result.name(), link, thumbnail, null), null);
    }
  }

  SampleGallery() {
    this(Gallery.MOST);
  }

  SampleGallery(int most) {
    this.most = most;
  }

  /**
   * Takes an image's picture, before or after its record.
   *
   * @param index place in the walk
   */
  void picture(long index, RgbImage pixels) {
    if (isWanted(index)) {
      Thumbnail thumbnail = Thumbnail.of(pixels); // takes a while: beside the other decoders
      synchronized (this) {
        entry(index).thumbnail = thumbnail;
        trim();
      }
    }
  }

  /** Takes an image's record. */
  synchronized void add(ItemResult result, Links links) {
    seen++;
    if (isWanted(result.index())) {
      SampledImage entry = entry(result.index());
      entry.result = result;
      entry.link = links.to(result.name());
      trim();
    }
  }

  /** As {@code gallery.html} shows it. */
  synchronized Gallery view(RollUpView view) {
    List<RecordedImage> images =
        entries.values().stream()
            .filter(entry -> entry.result != null)
            .sorted(Comparator.comparingLong(entry -> entry.index))
            .map(SampledImage::image)
            .toList();
    return Gallery.ofRecords(
        seen,
        "a random sample",
        "as walked",
        List.of(new Choice("ok", "classified"), new Choice("failed", "failed")),
        images,
        view);
  }

  private synchronized boolean isWanted(long index) {
    return entries.size() < most || key(index) <= entries.lastKey();
  }

  private SampledImage entry(long index) {
    return entries.computeIfAbsent(key(index), key -> new SampledImage(index));
  }

  private void trim() {
    while (entries.size() > most) {
      entries.pollLastEntry();
    }
  }

  /** Different for different places: the generator's first step is a bijection of its seed. */
  static long key(long index) {
    return new SplittableRandom(index).nextLong();
  }
}
