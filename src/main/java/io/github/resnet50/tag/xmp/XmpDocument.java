package io.github.resnet50.tag.xmp;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import javax.xml.XMLConstants;
import javax.xml.namespace.QName;

/**
 * A sidecar's text as XMP: properties of one image, in one or several descriptions. A change adds
 * or takes out elements of the lists of keywords, and a description of our own; every other
 * character stays.
 */
final class XmpDocument {
  static final String RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#";

  /** Nothing is said of the image yet. */
  static final XmpDocument EMPTY = empty();

  private static final Set<String> CONTAINERS = Set.of("Bag", "Seq", "Alt");
  private static final QName ABOUT = new QName(RDF, "about");

  private final String text;
  private final XmlElement root;
  private final XmlElement rdf;

  private XmpDocument(String text, XmlElement root, XmlElement rdf) {
    this.text = text;
    this.root = root;
    this.rdf = rdf;
  }

  private static XmpDocument empty() {
    try {
      return read(
          """
          <?xml version="1.0" encoding="UTF-8"?>
          <x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="resnet50">
           <rdf:RDF xmlns:rdf="%s">
           </rdf:RDF>
          </x:xmpmeta>
          """
              .formatted(RDF));
    } catch (SidecarException e) {
      throw new IllegalStateException(e);
    }
  }

  static XmpDocument read(String text) throws SidecarException {
    XmlElement root = XmlReader.read(text);
    List<XmlElement> rdf =
        Stream.concat(Stream.of(root), root.children().stream())
            .filter(element -> element.is(RDF, "RDF"))
            .toList();
    if (rdf.size() != 1) {
      throw new SidecarException(
          rdf.isEmpty() ? "no XMP: it has no rdf:RDF" : "no XMP: it has several rdf:RDF");
    }
    return new XmpDocument(text, root, rdf.get(0));
  }

  /** The keywords of a list, whoever has added them. */
  List<String> keywords(KeywordList list) throws SidecarException {
    return texts(list.namespace(), list.local());
  }

  /** Those of a list that we have added, by what the sidecar says. */
  List<String> ours(KeywordList list) throws SidecarException {
    return texts(KeywordList.OURS, list.local());
  }

  private List<String> texts(String namespace, String local) throws SidecarException {
    List<String> texts = new ArrayList<>();
    for (XmlElement property : properties(namespace, local)) {
      items(property).forEach(item -> texts.add(item.text()));
    }
    return texts;
  }

  /** A property that is a mere text, as an attribute or as an element. */
  Optional<String> value(String namespace, String local) {
    QName name = new QName(namespace, local);
    return rdf.children().stream()
        .flatMap(
            description ->
                Stream.concat(
                    Stream.ofNullable(description.attributes().get(name)),
                    description.children(namespace, local).map(XmlElement::text)))
        .findFirst();
  }

  private List<XmlElement> properties(String namespace, String local) throws SidecarException {
    QName name = new QName(namespace, local);
    List<XmlElement> properties = new ArrayList<>();
    for (XmlElement description : rdf.children()) {
      if (description.attributes().containsKey(name)) {
        throw noList(local);
      }
      description.children(namespace, local).forEach(properties::add);
    }
    return properties;
  }

  private static List<XmlElement> items(XmlElement property) throws SidecarException {
    Optional<XmlElement> container = container(property);
    return container.isEmpty() ? List.of() : container.get().children(RDF, "li").toList();
  }

  /** Empty where the property is. */
  private static Optional<XmlElement> container(XmlElement property) throws SidecarException {
    List<XmlElement> children = property.children();
    boolean isList =
        property.text().isBlank()
            && (children.isEmpty()
                ? property.attributes().isEmpty()
                : children.size() == 1
                    && CONTAINERS.stream().anyMatch(name -> children.get(0).is(RDF, name)));
    if (!isList) {
      throw noList(property.tagName());
    }
    return children.stream().findFirst();
  }

  private static SidecarException noList(String property) {
    return new SidecarException(property + " is no list (rdf:Bag)");
  }

  String text() {
    return text;
  }

  /** Whether nothing is said of the image. */
  boolean isEmpty() {
    return rdf.children().stream().allMatch(XmpDocument::saysNothing)
        && (root == rdf || root.children().size() == 1)
        && !text.contains("<!--");
  }

  private static boolean saysNothing(XmlElement description) {
    return description.children().isEmpty() && !hasProperties(description);
  }

  /** Attributes other than those that only say what the description is of. */
  private static boolean hasProperties(XmlElement description) {
    return description.attributes().keySet().stream()
        .anyMatch(
            name ->
                !name.getNamespaceURI().equals(RDF)
                    && !name.getNamespaceURI().equals(XMLConstants.XML_NS_URI)
                    && !name.equals(new QName("about")));
  }

  /**
   * The text without keywords, each taken out once, and without what is said of them as ours; a
   * list or description that has nothing else goes as a whole.
   *
   * @param copies what goes from lists to which others copy keywords
   */
  String without(Map<KeywordList, List<String>> keywords, Map<KeywordList, List<String>> copies)
      throws SidecarException {
    Set<XmlElement> gone = Collections.newSetFromMap(new IdentityHashMap<>());
    for (KeywordList list : KeywordList.values()) {
      gone.addAll(gone(properties(list.namespace(), list.local()), keywords.get(list)));
    }
    for (CopiedList list : CopiedList.values()) {
      List<String> wanted = copies.get(list.original());
      if (!wanted.isEmpty()) {
        gone.addAll(gone(properties(list.namespace(), list.local()), wanted));
      }
    }
    TextEdits edits = new TextEdits(text);
    for (XmlElement description : rdf.children()) {
      description.children().stream()
          .filter(property -> property.namespace().equals(KeywordList.OURS))
          .forEach(gone::add);
      remove(description, gone, edits);
    }
    return edits.apply();
  }

  /** The items of lists that hold keywords, each once; a list of nothing else as a whole. */
  private static List<XmlElement> gone(List<XmlElement> properties, List<String> keywords)
      throws SidecarException {
    List<String> wanted = new ArrayList<>(keywords);
    List<XmlElement> gone = new ArrayList<>();
    for (XmlElement property : properties) {
      List<XmlElement> items = items(property);
      List<XmlElement> ours = new ArrayList<>();
      for (int i = items.size() - 1; i >= 0; i--) { // ours were added behind the others
        if (wanted.remove(items.get(i).text())) {
          ours.add(items.get(i));
        }
      }
      boolean isAll = !ours.isEmpty() && ours.size() == items.size();
      gone.addAll(isAll ? List.of(property) : ours);
    }
    return gone;
  }

  /** Of a description what is gone: the largest elements of which nothing stays. */
  private static void remove(XmlElement description, Set<XmlElement> gone, TextEdits edits)
      throws SidecarException {
    List<XmlElement> properties = description.children();
    if (!properties.isEmpty() && gone.containsAll(properties) && !hasProperties(description)) {
      edits.remove(description);
      return;
    }
    for (XmlElement property : properties) {
      if (gone.contains(property)) {
        edits.remove(property);
      } else {
        property.children().stream()
            .flatMap(container -> container.children().stream())
            .filter(gone::contains)
            .forEach(edits::remove);
      }
    }
  }

  /**
   * The text with more keywords: in the lists that are there, else in a description of our own.
   *
   * @param added to each list
   * @param ours all that the sidecar is to call ours
   */
  String with(Map<KeywordList, List<String>> added, Map<KeywordList, List<String>> ours)
      throws SidecarException {
    TextEdits edits = new TextEdits(text);
    OwnDescription description = new OwnDescription(rdf, indentation(edits), about());
    for (KeywordList list : KeywordList.values()) {
      List<String> more = added.getOrDefault(list, List.of());
      if (!more.isEmpty()) {
        Optional<XmlElement> property =
            properties(list.namespace(), list.local()).stream().findFirst();
        Optional<XmlElement> items =
            property.isPresent() ? container(property.get()) : Optional.empty();
        if (items.isPresent()) {
          append(items.get(), more, edits);
        } else {
          property.ifPresent(edits::remove); // it is empty
          description.add(list, more);
        }
      }
    }
    ours.forEach(description::addOurs);
    edits.append(rdf, description.text());
    return edits.apply();
  }

  private static void append(XmlElement items, List<String> more, TextEdits edits) {
    String space = items.lastChild().map(edits::spaceBefore).orElse("");
    String name = items.prefixed("li");
    StringBuilder content = new StringBuilder();
    more.forEach(k -> content.append(space).append(OwnDescription.element(name, k)));
    edits.append(items, content.toString());
  }

  /** Of a description: as the others have it. */
  private String indentation(TextEdits edits) {
    String lineEnd = text.contains("\r\n") ? "\r\n" : "\n";
    return rdf.lastChild().map(edits::spaceBefore).orElse(lineEnd + "  ");
  }

  /** All descriptions of a text have to be of the same. */
  private String about() {
    return rdf.children().stream()
        .flatMap(
            description ->
                Stream.of(ABOUT, new QName("about"))
                    .map(name -> description.attributes().getOrDefault(name, "")))
        .filter(about -> !about.isEmpty())
        .findFirst()
        .orElse("");
  }
}
