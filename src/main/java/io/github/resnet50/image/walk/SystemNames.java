package io.github.resnet50.image.walk;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * Names under which storage boxes and operating systems keep thumbnails, trash, snapshots and notes
 * of their own among the user's files. What lies there repeats the user's images, or is what the
 * user has thrown away.
 */
final class SystemNames {
  private static final Set<String> FOLDERS =
      names(
          // Synology
          "@eaDir",
          "#recycle",
          "#snapshot",
          "@tmp",
          // QNAP
          "@Recycle",
          "@Recently-Snapshot",
          ".@__thumb",
          ".@upload_cache",
          // NetApp, btrfs, ZFS
          "~snapshot",
          ".snapshot",
          ".snapshots",
          ".zfs",
          // Windows
          "$RECYCLE.BIN",
          "System Volume Information",
          // macOS, and archives and servers that it has written to
          "__MACOSX",
          ".AppleDouble",
          ".AppleDB",
          ".AppleDesktop",
          ".Trashes",
          ".Spotlight-V100",
          ".fseventsd",
          ".DocumentRevisions-V100",
          ".TemporaryItems",
          "Network Trash Folder",
          "Temporary Items",
          // Linux
          "lost+found",
          ".thumbnails",
          ".thumbs",
          ".Trash",
          ".xvpics",
          // programs that manage photographs
          ".dtrash",
          ".picasaoriginals");

  private static final Set<String> FILES =
      names("Thumbs.db", "ehthumbs.db", "desktop.ini", "Picasa.ini", ".picasa.ini", ".DS_Store");

  private SystemNames() {}

  /** Letter case does not count, as it does not where many of these come from. */
  private static Set<String> names(String... names) {
    Set<String> result = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    result.addAll(List.of(names));
    return result;
  }

  static boolean isFolder(String name) {
    return FOLDERS.contains(name) || name.startsWith(".Trash-"); // of a user, by number
  }

  /** Also AppleDouble files, in which macOS keeps a file's attributes under {@code ._} names. */
  static boolean isFile(String name) {
    return FILES.contains(name) || name.startsWith("._");
  }
}
