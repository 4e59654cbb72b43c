package io.github.resnet50.model;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A class of a model, as one line of its synset file names it.
 *
 * @param id WordNet id such as {@code n02123045}, or the name again where there is none
 * @param name its common name
 */
public record Label(String id, String name) {

  private static final Pattern WITH_ID = Pattern.compile("(n\\d{8})\\s+(.*)");

  /** Reads {@code n02123045 tabby}, with spaces or a tab between, or a bare name. */
  public static Label parse(String line) {
    String text = line.strip();
    Matcher matcher = WITH_ID.matcher(text);
    return matcher.matches()
        ? new Label(matcher.group(1), matcher.group(2))
        : new Label(text, text);
  }

  /** A substitute for a model without class names. */
  public static Label unnamed(int index) {
    String name = "class-" + index;
    return new Label(name, name);
  }
}
