package io.github.resnet50.features;

import io.github.resnet50.image.ImageException;
import io.github.resnet50.image.ImageFailure;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.pipeline.Pipeline;
import io.github.resnet50.pipeline.PipelineException;
import io.github.resnet50.run.TimeLimit;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads files and hashes them, several at a time. */
final class ContentHasher {
  private final int readers;
  private final double imageSeconds;

  /** A file's hash, or the reason why there is none. */
  record Hashed(ImageRef ref, ContentKey content, ImageFailure failure) {}

  /**
   * @param imageSeconds what reading one file may take
   */
  ContentHasher(int readers, double imageSeconds) {
    this.readers = readers;
    this.imageSeconds = imageSeconds;
  }

  /** The hashes in the order of the images. */
  List<Hashed> hash(List<ImageRef> images) throws InterruptedException, PipelineException {
    Hashed[] hashed = new Hashed[images.size()];
    AtomicInteger next = new AtomicInteger();
    AtomicInteger leftBehind = new AtomicInteger();
    try (Pipeline pipeline = new Pipeline()) {
      pipeline.stage(
          "hash",
          readers,
          () -> {
            try (TimeLimit limit = new TimeLimit(imageSeconds, leftBehind)) {
              for (int i = next.getAndIncrement(); i < hashed.length; i = next.getAndIncrement()) {
                hashed[i] = hash(images.get(i), limit);
              }
            }
          },
          () -> {});
      pipeline.await();
    }
    return Arrays.asList(hashed);
  }

  private static Hashed hash(ImageRef ref, TimeLimit limit) throws InterruptedException {
    if (ref.problem() != null) {
      return new Hashed(ref, null, ref.problem());
    }
    try {
      return new Hashed(ref, limit.call(() -> of(ref)), null);
    } catch (ImageException e) {
      return new Hashed(ref, null, e.failure());
    }
  }

  /** The current hash of a file. */
  static ContentKey of(ImageRef ref) throws ImageException {
    return ContentKey.of(ref.read());
  }
}
