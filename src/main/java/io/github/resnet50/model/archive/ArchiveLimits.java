package io.github.resnet50.model.archive;

/**
 * What an archive may unpack to; more is taken for a bomb.
 *
 * @param bytes of all files together
 * @param entries files and folders
 * @param ratio how many times its own size, once it is more than {@code ratioFrom} bytes: weights
 *     hardly compress
 */
public record ArchiveLimits(long bytes, int entries, int ratio, long ratioFrom) {
  /** Ample for any model there is. */
  public static final ArchiveLimits USUAL = new ArchiveLimits(4L << 30, 10_000, 100, 64L << 20);
}
