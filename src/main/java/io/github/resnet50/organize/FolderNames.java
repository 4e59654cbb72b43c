package io.github.resnet50.organize;

import io.github.resnet50.basics.Sha256;
import io.github.resnet50.basics.Text;
import io.github.resnet50.report.ItemResult.Answer;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.text.Normalizer.Form;
import java.util.Collection;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Folders for answers: their labels, as far as every usual file system takes these for names, so
 * that what is sorted here can be copied anywhere. Answers of different ids have different folders,
 * also where names are the same whatever their case: then the ids stand behind the labels.
 */
public final class FolderNames {
  private static final int MOST_BYTES = 120; // file systems take 255, encrypted ones 143
  private static final int HASH_DIGITS = 8;
  private static final char INSTEAD = '_';
  private static final String FORBIDDEN = "/\\:*?\"<>|"; // some of them on Windows alone

  /** Names that Windows has for devices, whatever follows a dot. */
  private static final Pattern DEVICE =
      Pattern.compile("(?i)(con|prn|aux|nul|(?:com|lpt)[0-9¹²³])(\\..*)?");

  private final Map<String, String> folders = new HashMap<>();

  /**
   * @param answers by their ids, each id once
   */
  public FolderNames(Collection<Answer> answers) {
    Map<String, Integer> plain = count(answers, answer -> of(answer.label()));
    Map<String, Integer> withIds = count(answers, FolderNames::withId);
    for (Answer answer : answers) {
      String folder = of(answer.label());
      if (plain.get(folded(folder)) > 1) {
        folder = withId(answer);
        if (withIds.get(folded(folder)) > 1 || plain.containsKey(folded(folder))) {
          folder = cut(of(answer.label()), answer.id());
        }
      }
      folders.put(answer.id(), folder);
    }
  }

  private static Map<String, Integer> count(
      Collection<Answer> answers, Function<Answer, String> name) {
    Map<String, Integer> counts = new HashMap<>();
    answers.forEach(answer -> counts.merge(folded(name.apply(answer)), 1, Integer::sum));
    return counts;
  }

  private static String withId(Answer answer) {
    return of(answer.label() + " (" + answer.id() + ")");
  }

  /** The folder of one of the answers. */
  public String of(Answer answer) {
    return folders.get(answer.id());
  }

  /** A label as the name of a folder. */
  static String of(String label) {
    StringBuilder letters = new StringBuilder();
    Normalizer.normalize(label, Form.NFC)
        .codePoints()
        .map(FolderNames::allowed)
        .forEach(letters::appendCodePoint);
    String name = letters.toString().strip().replaceFirst("^\\.+", "_").replaceFirst("[. ]+$", "");
    Matcher device = DEVICE.matcher(name);
    if (device.matches()) {
      name = device.group(1) + INSTEAD + (device.group(2) == null ? "" : device.group(2));
    }
    if (name.isEmpty()) {
      return String.valueOf(INSTEAD);
    }
    return bytes(name) > MOST_BYTES ? cut(name, label) : name;
  }

  private static int allowed(int letter) {
    String text = Character.toString(letter);
    return FORBIDDEN.indexOf(letter) >= 0 || !Text.escape(text).equals(text) ? INSTEAD : letter;
  }

  /** The beginning of a name, and digits that tell it from others with the same beginning. */
  private static String cut(String name, String whole) {
    String digits = "~" + new Sha256().add(whole).hex().substring(0, HASH_DIGITS);
    int end = name.length();
    while (bytes(name.substring(0, end)) > MOST_BYTES - digits.length()) {
      end = name.offsetByCodePoints(end, -1);
    }
    return name.substring(0, end).stripTrailing() + digits;
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  /** The same for names that are one where case and Unicode's forms do not count. */
  static String folded(String name) {
    String folded = name.toUpperCase(Locale.ROOT).toLowerCase(Locale.ROOT);
    return Normalizer.normalize(folded, Form.NFC);
  }
}
