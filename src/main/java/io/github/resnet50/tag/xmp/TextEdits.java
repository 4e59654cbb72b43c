package io.github.resnet50.tag.xmp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Changes of a text, all by their places in it as it was; what lies between stays as it is. */
final class TextEdits {
  private final String text;
  private final List<Edit> edits = new ArrayList<>();

  private record Edit(int start, int end, String replacement) {}

  TextEdits(String text) {
    this.text = text;
  }

  /** Takes an element out, with the space before it. */
  void remove(XmlElement element) {
    edits.add(new Edit(element.start() - spaceBefore(element).length(), element.end(), ""));
  }

  /** Puts text behind the last child of an element, or into it where it has none. */
  void append(XmlElement parent, String content) {
    if (parent.isOneTag()) {
      int slash = parent.end() - "/>".length();
      edits.add(new Edit(slash, parent.end(), ">" + content + "</" + parent.tagName() + ">"));
    } else {
      int at = parent.lastChild().map(XmlElement::end).orElse(parent.contentStart());
      edits.add(new Edit(at, at, content));
    }
  }

  /** The line end and indentation before an element; empty where something else stands there. */
  String spaceBefore(XmlElement element) {
    int start = element.start();
    while (start > 0 && Character.isWhitespace(text.charAt(start - 1))) {
      start--;
    }
    return text.substring(start, element.start());
  }

  /** The changed text. */
  String apply() {
    edits.sort(Comparator.comparingInt(Edit::start));
    StringBuilder changed = new StringBuilder();
    int at = 0;
    for (Edit edit : edits) {
      changed.append(text, at, edit.start()).append(edit.replacement());
      at = edit.end();
    }
    return changed.append(text, at, text.length()).toString();
  }
}
