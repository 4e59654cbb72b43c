package io.github.resnet50.adapt;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Which files of one folder are named as versions of one another: {@code IMG_1.jpg}, {@code
 * IMG_1.png}, {@code IMG_1-edited.jpg}, {@code IMG_1 copy 2.jpg}, {@code IMG_1 (2).jpg}.
 *
 * <p>What programs append is taken off: a word for what was done ({@code edited}, {@code copy},
 * {@code cropped}, …), a size ({@code -300x200}, {@code @2x}), a mark of an augmented export
 * ({@code .rf.} and a hash). A number in brackets is taken off only up to 9 and where a file
 * without it lies beside it: {@code cat (1)} to {@code cat (500)} are 500 cats. Plain numbers stay:
 * {@code IMG_1} and {@code IMG_2} are two pictures. Upper and lower case do not differ. Files of
 * different folders never belong together by name: cameras count from 1 again.
 */
final class FileVersions {
  private static final Pattern APPENDED =
      Pattern.compile(
          "^(.+?)(?:[-_ .~]*[-_ .](?:edit(?:ed)?|copy(?:[-_ ]?\\d{1,2})?|crop(?:ped)?|resized?"
              + "|scaled|small|large|thumb(?:nail)?|flip(?:ped)?|mirror(?:ed)?|rot(?:ated)?(?:\\d{1,3})?|aug(?:mented)?[-_"
              + " ]?\\d*|original|orig|enhanced|filtered|bw|hdr|burst\\d*|cover)|[-_"
              + " ]\\d{2,5}x\\d{2,5}|@[234]x|_(?:jpe?g|png)\\.rf\\.[0-9a-z]+|\\.rf\\.[0-9a-z]+)$");
  private static final Pattern NUMBERED = Pattern.compile("^(.+?)[-_ ]*\\(([1-9])\\)$");

  private FileVersions() {}

  /**
   * For each file its folder and stem: the same for versions of one another.
   *
   * @param paths with {@code /} or {@code \} between folders
   */
  static List<String> of(List<String> paths) {
    Map<String, Integer> plain = new HashMap<>();
    for (String path : paths) {
      plain.merge(withoutWords(path), 1, Integer::sum);
    }
    return paths.stream()
        .map(FileVersions::withoutWords)
        .map(stem -> unnumbered(stem, plain))
        .toList();
  }

  private static String withoutWords(String path) {
    int slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    String folder = path.substring(0, slash + 1);
    String stem = path.substring(slash + 1).toLowerCase(Locale.ROOT);
    int dot = stem.lastIndexOf('.');
    stem = dot > 0 ? stem.substring(0, dot) : stem;
    for (Matcher m = APPENDED.matcher(stem); m.matches(); m = APPENDED.matcher(stem)) {
      stem = m.group(1);
    }
    return folder + stem;
  }

  private static String unnumbered(String stem, Map<String, Integer> plain) {
    Matcher numbered = NUMBERED.matcher(stem);
    return numbered.matches() && plain.containsKey(numbered.group(1)) ? numbered.group(1) : stem;
  }
}
