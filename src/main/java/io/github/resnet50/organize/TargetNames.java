package io.github.resnet50.organize;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.LongMap;
import io.github.resnet50.basics.Sha256;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.function.Predicate;

/**
 * Names of files in the folders of a plan: each is given once, whatever its case, and none that
 * stands there already. Where a name is taken the next is tried: {@code a.jpg}, {@code a-2.jpg},
 * {@code a-3.jpg}. Memory: some bytes a name.
 */
final class TargetNames {
  private final LongMap given = new LongMap(); // names, and the number to try next

  /**
   * A place for an image.
   *
   * @param isThere whether what stands there is that very image
   */
  record Place(Path path, boolean isThere) {}

  /**
   * Finds a place.
   *
   * @param folder in which
   * @param name that is wanted there
   * @param isImage whether what stands at a path is that very image
   */
  Place find(Path folder, Path name, Predicate<Path> isImage) {
    long wanted = hash(folder, name);
    int number = Math.max(1, given.get(wanted, 1));
    while (true) {
      Path candidate = number == 1 ? name : numbered(name, number);
      Path path = folder.resolve(candidate);
      long hash = number == 1 ? wanted : hash(folder, candidate);
      number++;
      if (number > 2 && given.contains(hash)) {
        continue;
      }
      boolean exists = Files.exists(path, LinkOption.NOFOLLOW_LINKS);
      if (exists && !isImage.test(path)) {
        continue;
      }
      given.put(hash, 2);
      given.put(wanted, number);
      return new Place(path, exists);
    }
  }

  /** Gives a name that is an image's from before. */
  void keep(Path folder, Path name) {
    long hash = hash(folder, name);
    given.put(hash, given.get(hash, 2));
  }

  private static long hash(Path folder, Path name) {
    return new Sha256()
        .add(
            FolderNames.folded(FileNames.whole(folder))
                + '\0'
                + FolderNames.folded(FileNames.text(name)))
        .head();
  }

  /** {@code a-2.jpg}; the bytes of the name stay, and what is too long is cut before its suffix. */
  static Path numbered(Path name, long number) {
    String text = name.toString();
    int dot = text.lastIndexOf('.');
    int end = dot > 0 ? dot : text.length(); // a first dot begins no suffix
    String numbered = text.substring(0, end) + "-" + number + text.substring(end);
    boolean fits = numbered.getBytes(StandardCharsets.UTF_8).length <= FileNames.MOST_BYTES;
    return fits && FileNames.isExact(text)
        ? name.resolveSibling(numbered)
        : numbered(FileNames.bytes(name), number);
  }

  private static Path numbered(byte[] bytes, long number) {
    int dot = bytes.length - 1;
    while (dot > 0 && bytes[dot] != '.') {
      dot--;
    }
    int end = dot > 0 ? dot : bytes.length; // a first dot begins no suffix
    byte[] digits = ("-" + number).getBytes(StandardCharsets.US_ASCII);
    int suffix = bytes.length - end;
    int stem = Math.min(end, Math.max(1, FileNames.MOST_BYTES - digits.length - suffix));
    while (stem > 1 && stem < end && (bytes[stem] & 0xC0) == 0x80) {
      stem--; // never within a letter
    }
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    whole.write(bytes, 0, stem);
    whole.writeBytes(digits);
    whole.write(bytes, end, suffix);
    return FileNames.path(whole.toByteArray()).getFileName();
  }
}
