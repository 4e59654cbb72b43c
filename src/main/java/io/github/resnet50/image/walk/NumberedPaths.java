package io.github.resnet50.image.walk;

import io.github.resnet50.basics.FileNames;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Paths such as {@code shards/{000..127}.tar}, as bash expands them and as the names of
 * WebDataset's shards are written, where no shell has done it.
 */
public final class NumberedPaths {
  private static final int MOST = 100_000;
  private static final Pattern RANGE = Pattern.compile("\\{(\\d{1,9})\\.\\.(\\d{1,9})\\}");

  private NumberedPaths() {}

  /**
   * All paths, in order. One that exists as it is written stands for itself, and so does one that
   * would be more than {@value #MOST}.
   */
  public static List<String> expanded(List<String> paths) {
    List<String> all = new ArrayList<>();
    for (String path : paths) {
      if (!RANGE.matcher(path).find() || exists(path)) {
        all.add(path);
      } else {
        List<String> more = new ArrayList<>();
        all.addAll(expand("", path, more) ? more : List.of(path));
      }
    }
    return all;
  }

  private static boolean exists(String path) {
    try {
      return Files.exists(FileNames.path(path));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  /** False where they are too many. */
  private static boolean expand(String before, String path, List<String> all) {
    Matcher range = RANGE.matcher(path);
    if (!range.find()) {
      all.add(before + path);
      return all.size() <= MOST;
    }
    String from = range.group(1);
    String to = range.group(2);
    boolean isPadded =
        Stream.of(from, to).anyMatch(number -> number.length() > 1 && number.startsWith("0"));
    String format = isPadded ? "%0" + Math.max(from.length(), to.length()) + "d" : "%d";
    int last = Integer.parseInt(to);
    int step = last < Integer.parseInt(from) ? -1 : 1;
    String start = before + path.substring(0, range.start());
    String rest = path.substring(range.end());
    boolean isBearable = true;
    for (int n = Integer.parseInt(from); isBearable && n != last + step; n += step) {
      isBearable = expand(start + format.formatted(n), rest, all);
    }
    return isBearable;
  }
}
