package io.github.resnet50.model.archive;

import io.github.resnet50.model.ModelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Maps the name of an archive's entry to a path below a folder, or refuses it. */
final class EntryName {
  private static final int LONGEST = 1024;
  private static final int LONGEST_PART = 255;
  private static final int SHOWN = 120;

  private final Path archive;
  private final Path root;

  /**
   * @param root the folder outside which nothing may be written
   */
  EntryName(Path archive, Path root) {
    this.archive = archive;
    this.root = root;
  }

  /** The entry's path; the root itself for {@code ./}. */
  Path resolve(String name) throws ModelException {
    if (name.isEmpty() || name.chars().anyMatch(c -> c < ' ' || c == 0x7f)) {
      throw refused(name, "has a name of control characters");
    }
    if (name.startsWith("/") || name.contains("\\") || name.matches("^[A-Za-z]:.*")) {
      throw refused(name, "has an absolute or foreign path");
    }
    if (name.length() > LONGEST) {
      throw refused(name, "has a name of more than " + LONGEST + " characters");
    }
    Path place = root;
    for (String part : name.split("/", -1)) {
      if (part.equals("..")) {
        throw refused(name, "leads out of the archive");
      }
      if (part.getBytes(StandardCharsets.UTF_8).length > LONGEST_PART) {
        throw refused(name, "has a name of more than " + LONGEST_PART + " bytes");
      }
      if (!part.isEmpty() && !part.equals(".")) {
        place = place.resolve(part);
      }
    }
    if (!place.normalize().equals(place) || !place.startsWith(root)) {
      throw refused(name, "leads out of the archive");
    }
    return place;
  }

  ModelException refused(String name, String reason) {
    String shown = name.replaceAll("\\p{Cntrl}", "?");
    if (shown.length() > SHOWN) {
      shown = shown.substring(0, SHOWN) + "…";
    }
    return new ModelException(archive + " is refused: its entry '" + shown + "' " + reason);
  }
}
