package io.github.resnet50.report;

import java.io.IOException;
import java.io.Writer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/**
 * Checks and their outcomes as JUnit's XML, as build servers read it: one suite.
 *
 * @param name of the suite
 */
public record JUnitReport(String name, Instant started, List<TestCase> cases) {
  /** What became of a check. */
  public enum CheckOutcome {
    PASSED,
    /** The check was made and says no. */
    FAILURE,
    /** It could not be made. */
    ERROR
  }

  /**
   * A check.
   *
   * @param group of such checks, with dots between
   * @param type of what went wrong; empty where nothing did
   * @param message what went wrong; empty where nothing did
   */
  public record TestCase(
      String group, String name, CheckOutcome outcome, String type, String message) {
    public static TestCase passed(String group, String name) {
      return new TestCase(group, name, CheckOutcome.PASSED, "", "");
    }
  }

  public JUnitReport {
    cases = List.copyOf(cases);
  }

  private String count(CheckOutcome outcome) {
    return Long.toString(cases.stream().filter(c -> c.outcome() == outcome).count());
  }

  /**
   * Writes it.
   *
   * @param out flushed, never closed
   */
  public void write(Writer out) throws IOException {
    try {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(out);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuites");
      xml.writeCharacters("\n");
      xml.writeStartElement("testsuite");
      xml.writeAttribute("name", legal(name));
      xml.writeAttribute("tests", Integer.toString(cases.size()));
      xml.writeAttribute("failures", count(CheckOutcome.FAILURE));
      xml.writeAttribute("errors", count(CheckOutcome.ERROR));
      xml.writeAttribute("skipped", "0");
      xml.writeAttribute(
          "timestamp", started.truncatedTo(ChronoUnit.SECONDS).toString().replace("Z", ""));
      xml.writeCharacters("\n");
      for (TestCase test : cases) {
        write(xml, test);
      }
      xml.writeEndElement();
      xml.writeCharacters("\n");
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.writeCharacters("\n");
      xml.flush();
    } catch (XMLStreamException e) {
      throw new IOException(e);
    }
  }

  private static void write(XMLStreamWriter xml, TestCase test) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("classname", legal(test.group()));
    xml.writeAttribute("name", legal(test.name()));
    if (test.outcome() != CheckOutcome.PASSED) {
      xml.writeEmptyElement(test.outcome() == CheckOutcome.FAILURE ? "failure" : "error");
      xml.writeAttribute("type", legal(test.type()));
      xml.writeAttribute("message", legal(test.message()));
    }
    xml.writeEndElement();
    xml.writeCharacters("\n");
  }

  /** What XML 1.0 has no character for, as names of files may hold, becomes U+FFFD. */
  private static String legal(String text) {
    StringBuilder legal = new StringBuilder(text.length());
    text.codePoints().map(c -> isLegal(c) ? c : 0xFFFD).forEach(legal::appendCodePoint);
    return legal.toString();
  }

  private static boolean isLegal(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xD7FF)
        || (c >= 0xE000 && c <= 0xFFFD)
        || c >= 0x10000;
  }
}
