package io.github.resnet50.image.walk;

import io.github.resnet50.basics.Lookahead;
import io.github.resnet50.image.ImageRef;
import io.github.resnet50.image.Unseen;
import io.github.resnet50.image.archive.StreamedTar;
import io.github.resnet50.image.walk.ImageScanner.Found;
import java.io.IOException;
import java.io.InputStream;

/** The walk over a tar on a stream, in one pass: its images under their names there. */
public final class TarStreamWalk extends Lookahead<ImageRef> implements ImageWalk {
  private final ArchiveWalk tar;
  private final PassedEntries passed;
  private final Shard shard;
  private final Unseen unseen = new Unseen();
  private long position;
  private long index;

  /**
   * @param in closed with the walk
   * @param name of the stream, for what is wrong with it
   * @param scan its rules and its share
   * @param sidecars takes those of its images
   */
  public static TarStreamWalk of(InputStream in, String name, ScanOptions scan, Sidecars sidecars)
      throws IOException {
    return new TarStreamWalk(StreamedTar.of(in, false), name, scan, sidecars);
  }

  /** As above, for those who read images again until they release them. */
  public static TarStreamWalk kept(InputStream in, String name, ScanOptions scan)
      throws IOException {
    return new TarStreamWalk(StreamedTar.of(in, true), name, scan, Sidecars.NONE);
  }

  private TarStreamWalk(StreamedTar stream, String name, ScanOptions scan, Sidecars sidecars) {
    WalkFilter filter = new WalkFilter(scan.rules());
    this.passed = new PassedEntries(filter);
    this.tar =
        ArchiveWalk.of(stream, name, new EntryFilter(filter, scan.rules(), passed), sidecars);
    this.shard = scan.shard();
  }

  @Override
  protected ImageRef advance() {
    while (!tar.isEnded()) {
      Found found = tar.next();
      if (tar.isCutOff()) {
        unseen.everything();
      }
      if (found == null) {
        return null;
      }
      if (shard.contains(position++)) {
        return new ImageRef(index++, found.name(), found.source(), found.problem());
      }
      found.source().release();
    }
    return null;
  }

  @Override
  public Unseen unseen() {
    return unseen;
  }

  @Override
  public WalkCounts counts() {
    return new WalkCounts(1, position, 0, passed.counted(), passed.withoutImage());
  }

  @Override
  public void close() throws IOException {
    tar.close();
  }
}
