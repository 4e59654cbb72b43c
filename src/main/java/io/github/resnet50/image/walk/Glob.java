package io.github.resnet50.image.walk;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/**
 * A glob given by the user; {@link ScanOptions} says what it is matched against. One flaw is Java's
 * own: {@code **} does not match a line break in a name.
 */
final class Glob {
  private final PathMatcher matcher;
  private final boolean anchored;
  private final boolean directoriesOnly;

  Glob(String text) {
    String glob = text.startsWith("./") ? text.substring(1) : text;
    directoriesOnly = glob.endsWith("/");
    if (directoriesOnly) {
      glob = glob.substring(0, glob.length() - 1);
    }
    anchored = glob.contains("/");
    if (glob.startsWith("/")) {
      glob = glob.substring(1);
    }
    if (glob.isEmpty()) {
      throw new IllegalArgumentException("glob '" + text + "' is empty");
    }
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + withOptionalDirectories(glob));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException("glob '" + text + "': " + e.getDescription(), e);
    }
  }

  /**
   * @param parent the directory, relative to its root; empty for the root itself
   * @param name the last component
   */
  boolean matches(Path parent, Path name) {
    return matcher.matches(anchored ? parent.resolve(name) : name);
  }

  boolean directoriesOnly() {
    return directoriesOnly;
  }

  /**
   * Java's {@code **}{@code /} requires a slash, so that {@code **}{@code /a.jpg} misses {@code
   * a.jpg} at the top; in other programs it also matches no directory. Groups do not nest, so one
   * inside braces stays as it is.
   */
  private static String withOptionalDirectories(String glob) {
    StringBuilder result = new StringBuilder();
    boolean inGroup = false;
    for (int i = 0; i < glob.length(); i++) {
      char c = glob.charAt(i);
      boolean segmentStart = i == 0 || glob.charAt(i - 1) == '/';
      if (!inGroup && segmentStart && glob.startsWith("**/", i)) {
        result.append("{**/,}");
        i += 2;
      } else if (c == '\\' && i + 1 < glob.length()) {
        result.append(c).append(glob.charAt(++i));
      } else {
        inGroup = c == '{' || (inGroup && c != '}');
        result.append(c);
      }
    }
    return result.toString();
  }
}
