package io.github.resnet50.image.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Keeps the few archives open that were read last: there may be more than a process may open. */
public final class OpenArchives {
  private static final int MOST = 16;

  private final Set<ArchiveFile> archives = new LinkedHashSet<>(); // the longest unused is first

  /** Not to be called while the archive is locked. */
  void used(ArchiveFile archive) throws IOException {
    List<ArchiveFile> old = new ArrayList<>();
    synchronized (this) {
      archives.remove(archive);
      archives.add(archive);
      for (Iterator<ArchiveFile> each = archives.iterator(); archives.size() > MOST; ) {
        old.add(each.next());
        each.remove();
      }
    }
    for (ArchiveFile each : old) {
      synchronized (each) {
        each.release();
      }
    }
  }
}
