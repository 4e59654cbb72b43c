package io.github.resnet50.tag.xmp;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Keywords that an image is to have.
 *
 * @param paths each from the general to the particular, {@code animal, dog, beagle}; of one part
 *     where nothing is known above it
 */
public record Keywords(List<List<String>> paths) {
  /** None. */
  public static final Keywords NONE = new Keywords(List.of());

  /** A part of a path may hold no separator; there is no way to write one that programs know. */
  private static final Map<Character, Character> SEPARATORS =
      Map.of('|', '\u00a6', '/', '\u2215'); // broken bar, division slash

  public Keywords {
    paths =
        paths.stream()
            .map(path -> path.stream().map(Keywords::clean).filter(p -> !p.isEmpty()).toList())
            .filter(path -> !path.isEmpty())
            .toList();
  }

  /** As XML can hold it: without control characters, and spaces around it. */
  private static String clean(String part) {
    return part.codePoints()
        .map(c -> Character.isISOControl(c) ? ' ' : c)
        .filter(c -> c < 0xD800 || (c > 0xDFFF && c != 0xFFFE && c != 0xFFFF))
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString()
        .strip();
  }

  public boolean isEmpty() {
    return paths.isEmpty();
  }

  /** As a list has them: a list of words also has those that are above. */
  List<String> in(KeywordList list) {
    return list.isOfPaths()
        ? distinct(paths.stream().map(path -> joined(path, list.separator())).toList())
        : distinct(paths.stream().flatMap(List::stream).toList());
  }

  private static String joined(List<String> path, char separator) {
    return path.stream().map(Keywords::escaped).collect(Collectors.joining("" + separator));
  }

  private static String escaped(String part) {
    String escaped = part;
    for (Map.Entry<Character, Character> other : SEPARATORS.entrySet()) {
      escaped = escaped.replace(other.getKey(), other.getValue());
    }
    return escaped;
  }

  /** The parts of what a list has. */
  static List<String> parts(String keyword, KeywordList list) {
    return list.isOfPaths()
        ? Arrays.asList(keyword.split("[" + list.separator() + "]", -1))
        : List.of(keyword);
  }

  /** The same of another list. */
  static String of(List<String> parts, KeywordList list) {
    return joined(parts, list.separator());
  }

  /** The first of each that mean the same. */
  static List<String> distinct(Collection<String> keywords) {
    Map<String, String> first = new LinkedHashMap<>();
    keywords.forEach(keyword -> first.putIfAbsent(key(keyword), keyword));
    return new ArrayList<>(first.values());
  }

  /** The same for keywords that programs take for the same: letter case says nothing. */
  static String key(String keyword) {
    return Normalizer.normalize(keyword.strip(), Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
  }
}
