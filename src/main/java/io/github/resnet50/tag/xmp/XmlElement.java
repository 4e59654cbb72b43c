package io.github.resnet50.tag.xmp;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import javax.xml.namespace.QName;

/** An element of an XML text, and where it stands there: a change touches nothing around it. */
final class XmlElement {
  private final QName name;
  private final Map<QName, String> attributes;
  private final Tag opening;
  private Tag closing; // the same where one tag is all of it
  private final List<XmlElement> children = new ArrayList<>();
  private final StringBuilder text = new StringBuilder();

  /**
   * A tag's place.
   *
   * @param start of its first character
   * @param end behind its last
   * @param name as it stands there, with a prefix
   */
  record Tag(int start, int end, String name) {}

  XmlElement(QName name, Map<QName, String> attributes, Tag opening) {
    this.name = name;
    this.attributes = Map.copyOf(attributes);
    this.opening = opening;
  }

  void add(XmlElement child) {
    children.add(child);
  }

  void addText(String more) {
    text.append(more);
  }

  /** One tag is all of it. */
  void closesItself() {
    closing = opening;
  }

  void close(Tag tag) {
    closing = tag;
  }

  boolean is(String namespace, String local) {
    return name.getNamespaceURI().equals(namespace) && name.getLocalPart().equals(local);
  }

  /** Its namespace. */
  String namespace() {
    return name.getNamespaceURI();
  }

  Map<QName, String> attributes() {
    return attributes;
  }

  List<XmlElement> children() {
    return children;
  }

  /** Those of a name. */
  Stream<XmlElement> children(String namespace, String local) {
    return children.stream().filter(child -> child.is(namespace, local));
  }

  Optional<XmlElement> lastChild() {
    return children.isEmpty() ? Optional.empty() : Optional.of(children.get(children.size() - 1));
  }

  /** What stands directly in it, without that of its children. */
  String text() {
    return text.toString();
  }

  /** As its tags have it, with a prefix. */
  String tagName() {
    return opening.name();
  }

  /** A name with the prefix of this element. */
  String prefixed(String local) {
    int colon = tagName().indexOf(':');
    return tagName().substring(0, colon + 1) + local;
  }

  /** Of its first character. */
  int start() {
    return opening.start();
  }

  /** Behind its opening tag. */
  int contentStart() {
    return opening.end();
  }

  /** Behind all of it. */
  int end() {
    return closing.end();
  }

  /** Whether one tag is all of it: {@code <a/>}. */
  boolean isOneTag() {
    return opening.equals(closing);
  }
}
