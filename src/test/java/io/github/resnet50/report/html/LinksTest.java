package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class LinksTest {
  private final Links links = new Links(Path.of("out/page.html"));

  @Test
  void leadFromThePageToTheFile() {
    assertEquals("./../photos/a.jpg", links.to("photos/a.jpg"));
    assertEquals("./a.jpg", links.to("out/a.jpg"));
  }

  @Test
  void areEncodedAndNeverAnotherScheme() {
    assertEquals("./javascript:alert(1)", links.to("out/javascript:alert(1)"));
    assertEquals("./a%20b%3F%23c%2541.jpg", links.to("out/a b?#c%41.jpg"));
    assertEquals("./%3Cscript%3E%22.jpg", links.to("out/<script>\".jpg"));
    assertEquals("./%C3%BC.jpg", links.to("out/\u00fc.jpg"));
  }

  @Test
  void areLeftOutForWhatIsInsideAFile() {
    assertEquals("", links.to("pom.xml/a.jpg"));
    assertEquals("", links.to("pom.xml/cats/small/a.jpg"));
    assertEquals("./../gone/cats/a.jpg", links.to("gone/cats/a.jpg"));
    assertEquals("./../pom.xml", links.to("pom.xml"));
  }

  @Test
  void areLeftOutWhereTheNameIsNoPath() {
    assertEquals("", links.to("a\0b"));
  }
}
