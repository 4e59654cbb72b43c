package io.github.resnet50.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.resnet50.report.JUnitReport.CheckOutcome;
import io.github.resnet50.report.JUnitReport.TestCase;
import java.io.StringReader;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.xml.sax.InputSource;

class JUnitReportTest {
  private static Element parse(String xml) throws Exception {
    Document document =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(new InputSource(new StringReader(xml)));
    return document.getDocumentElement();
  }

  private static String attribute(Element in, String tag, int place, String name) {
    return ((Element) in.getElementsByTagName(tag).item(place)).getAttribute(name);
  }

  /** A parser makes blanks of line ends in attributes. */
  @Test
  void isXmlWhateverFilesAreCalled() throws Exception {
    String name = "a<&\">'\u0001\uD800\uD83D\uDC08]]>\n.jpg";
    StringWriter out = new StringWriter();
    new JUnitReport(
            "evaluate",
            Instant.parse("2026-01-02T03:04:05.6Z"),
            List.of(
                TestCase.passed("evaluate.scores", "--min-top5 0.9"),
                new TestCase(
                    "evaluate.scores",
                    "--min-top1 0.9",
                    CheckOutcome.FAILURE,
                    "missed",
                    "top1 is 0.8"),
                new TestCase("evaluate.images", name, CheckOutcome.ERROR, "Corrupt", name)))
        .write(out);
    Element suites = parse(out.toString());
    assertEquals("testsuites", suites.getTagName());
    assertEquals("3", attribute(suites, "testsuite", 0, "tests"));
    assertEquals("1", attribute(suites, "testsuite", 0, "failures"));
    assertEquals("1", attribute(suites, "testsuite", 0, "errors"));
    assertEquals("2026-01-02T03:04:05", attribute(suites, "testsuite", 0, "timestamp"));
    assertEquals(3, suites.getElementsByTagName("testcase").getLength());
    assertEquals("top1 is 0.8", attribute(suites, "failure", 0, "message"));
    assertEquals("Corrupt", attribute(suites, "error", 0, "type"));
    assertEquals(
        "a<&\">'\uFFFD\uFFFD\uD83D\uDC08]]> .jpg", attribute(suites, "testcase", 2, "name"));
  }
}
