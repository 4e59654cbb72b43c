package io.github.resnet50.tag.xmp;

import io.github.resnet50.basics.Text;
import io.github.resnet50.tag.xmp.XmlElement.Tag;
import java.io.StringReader;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import javax.xml.namespace.QName;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;

/**
 * Reads an XML text into elements that know their places in it. The JDK's parser says what is well
 * formed and what names, attributes and texts mean; where the tags stand is found beside it, tag by
 * tag, since the parser does not tell that. Texts with a document type are refused: nothing is
 * expanded, and nothing fetched.
 */
final class XmlReader {
  private static final XMLInputFactory PARSERS = parsers();

  private final String text;
  private int at;

  private XmlReader(String text) {
    this.text = text;
  }

  private static XMLInputFactory parsers() {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory(); // not whichever is on the path
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory;
  }

  /**
   * The root of a text.
   *
   * @throws SidecarException where it is not well formed, or has a document type
   */
  static XmlElement read(String text) throws SidecarException {
    XmlReader reader = new XmlReader(text);
    reader.requireNoDocumentType();
    try {
      return reader.root();
    } catch (XMLStreamException e) {
      throw new SidecarException(
          "no well-formed XML, at line %d: %s"
              .formatted(e.getLocation() == null ? 1 : e.getLocation().getLineNumber(), reason(e)));
    }
  }

  /** The parser puts the place before, and its words on a line of their own. */
  private static String reason(XMLStreamException e) {
    String message = String.valueOf(e.getMessage());
    int words = message.indexOf("Message: ");
    return Text.shortened(
        Text.oneLine(words < 0 ? message : message.substring(words + "Message: ".length())));
  }

  private XmlElement root() throws XMLStreamException, SidecarException {
    XMLStreamReader events = PARSERS.createXMLStreamReader(new StringReader(text));
    Deque<XmlElement> open = new ArrayDeque<>();
    XmlElement root = null;
    while (events.hasNext()) {
      switch (events.next()) {
        case XMLStreamConstants.START_ELEMENT -> {
          XmlElement element = element(events);
          if (open.isEmpty()) {
            root = element;
          } else {
            open.peek().add(element);
          }
          open.push(element);
        }
        case XMLStreamConstants.END_ELEMENT -> close(open.pop(), events.getLocalName());
        case XMLStreamConstants.CHARACTERS, XMLStreamConstants.CDATA, XMLStreamConstants.SPACE -> {
          if (!open.isEmpty()) {
            open.peek().addText(events.getText());
          }
        }
        case XMLStreamConstants.DTD, XMLStreamConstants.ENTITY_REFERENCE -> throw documentType();
        default -> {
          // Comments and instructions stay where they are.
        }
      }
    }
    return root;
  }

  private XmlElement element(XMLStreamReader events) throws SidecarException {
    Map<QName, String> attributes = new HashMap<>();
    for (int i = 0; i < events.getAttributeCount(); i++) {
      attributes.put(events.getAttributeName(i), events.getAttributeValue(i));
    }
    XmlElement element = new XmlElement(events.getName(), attributes, tag(events.getLocalName()));
    if (text.charAt(at - 2) == '/') {
      element.closesItself();
    }
    return element;
  }

  private void close(XmlElement element, String local) throws SidecarException {
    if (!element.isOneTag()) {
      element.close(tag(local));
    }
  }

  /** The next tag; the parser has said that there is one. */
  private Tag tag(String local) throws SidecarException {
    skipToTag();
    int start = at;
    int nameStart = start + (text.startsWith("</", start) ? 2 : 1);
    int nameEnd = nameStart;
    while ("/> \t\r\n".indexOf(text.charAt(nameEnd)) < 0) {
      nameEnd++;
    }
    String name = text.substring(nameStart, nameEnd);
    if (!name.equals(local) && !name.endsWith(":" + local)) {
      throw new SidecarException("its tags are not where the parser sees them, at " + name);
    }
    for (at = nameEnd; text.charAt(at) != '>'; at++) {
      char quote = text.charAt(at);
      if (quote == '"' || quote == '\'') {
        at = text.indexOf(quote, at + 1);
      }
    }
    at++;
    return new Tag(start, at, name);
  }

  private void skipToTag() {
    while (true) {
      at = text.indexOf('<', at);
      if (text.startsWith("<!--", at)) {
        at = behind("-->", at + 4);
      } else if (text.startsWith("<![CDATA[", at)) {
        at = behind("]]>", at);
      } else if (text.startsWith("<?", at)) {
        at = behind("?>", at);
      } else {
        return;
      }
    }
  }

  private int behind(String end, int from) {
    int found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  /** Before the parser sees it. */
  private void requireNoDocumentType() throws SidecarException {
    skipToTag();
    if (at >= 0 && text.startsWith("<!", at)) {
      throw documentType();
    }
    at = 0;
  }

  private static SidecarException documentType() {
    return new SidecarException("has a document type or entities of its own; no XMP has");
  }
}
