package io.github.resnet50.tag.xmp;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The text of a description that holds what we say, with all the namespaces that it needs. */
final class OwnDescription {
  private final String indentation; // with a line end; empty: all in one line
  private final String about;
  private final Map<String, String> namespaces = new LinkedHashMap<>(); // by prefix
  private final StringBuilder properties = new StringBuilder();

  /**
   * @param rdf that it will stand in
   * @param about what the other descriptions are of
   */
  OwnDescription(XmlElement rdf, String indentation, String about) {
    this.indentation = indentation;
    this.about = about;
    if (!rdf.tagName().equals("rdf:RDF")) {
      namespaces.put("rdf", XmpDocument.RDF);
    }
  }

  void add(KeywordList list, List<String> keywords) {
    add(list.prefix(), list.namespace(), list, keywords);
  }

  /** Says which keywords of a list are ours. */
  void addOurs(KeywordList list, List<String> keywords) {
    if (!keywords.isEmpty()) {
      add(KeywordList.OURS_PREFIX, KeywordList.OURS, list, keywords);
    }
  }

  private void add(String prefix, String namespace, KeywordList list, List<String> keywords) {
    namespaces.put(prefix, namespace);
    String name = prefix + ":" + list.local();
    String line = line(1);
    properties.append(line).append('<').append(name).append('>');
    properties.append(container(line(2), list, keywords));
    properties.append(line).append("</").append(name).append('>');
  }

  /** A list's container; without a line before it all in one. */
  private static String container(String line, KeywordList list, List<String> keywords) {
    StringBuilder content = new StringBuilder();
    content.append(line).append("<rdf:").append(list.container()).append('>');
    for (String keyword : keywords) {
      content.append(line.isEmpty() ? "" : line + " ").append(element("rdf:li", keyword));
    }
    return content.append(line).append("</rdf:").append(list.container()).append('>').toString();
  }

  /** An element that holds a text. */
  static String element(String name, String text) {
    return "<" + name + ">" + escaped(text) + "</" + name + ">";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  String text() {
    StringBuilder text = new StringBuilder(line(0)).append("<rdf:Description");
    attribute(text, "rdf:about", about);
    namespaces.forEach((prefix, uri) -> attribute(text, "xmlns:" + prefix, uri));
    return text.append('>')
        .append(properties)
        .append(line(0))
        .append("</rdf:Description>")
        .toString();
  }

  private static void attribute(StringBuilder text, String name, String value) {
    text.append(' ').append(name).append("=\"");
    text.append(escaped(value).replace("\"", "&quot;")).append('"');
  }

  private String line(int depth) {
    if (depth == 0 || indentation.isEmpty()) {
      return indentation;
    }
    int end = Math.max(0, indentation.lastIndexOf('\n'));
    int start = end > 0 && indentation.charAt(end - 1) == '\r' ? end - 1 : end;
    return indentation.substring(start) + " ".repeat(depth); // without empty lines
  }
}
