package io.github.resnet50.model;

/**
 * A class of a model, as one line of its synset file names it.
 *
 * @param id WordNet id such as {@code n02123045}, or the name again where there is none
 * @param name what people call it
 */
public record Label(String id, String name) {

  /** Reads {@code n02123045 tabby} or a bare name. */
  public static Label parse(String line) {
    String text = line.strip();
    int space = text.indexOf(' ');
    if (space > 0 && text.substring(0, space).matches("n\\d{8}")) {
      return new Label(text.substring(0, space), text.substring(space + 1).strip());
    }
    return new Label(text, text);
  }

  /** The stand-in where a model came without names. */
  public static Label unnamed(int index) {
    String name = "class-" + index;
    return new Label(name, name);
  }
}
