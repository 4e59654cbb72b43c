package io.github.resnet50.report.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.resnet50.report.html.HtmlPage.Tile;
import java.io.IOException;
import java.io.StringWriter;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class HtmlPageTest {
  private static String page(String title, List<Tile> tiles) throws IOException {
    StringWriter out = new StringWriter();
    new HtmlPage(title, "resnet50 1", "tiles.html", new Model(tiles)).write(out);
    return out.toString();
  }

  record Model(List<Tile> tiles) {}

  @Test
  void showsMarkupAsText() throws IOException {
    String html =
        page("</title><script>x()</script>", List.of(new Tile("a\"b", "<img src=x onerror=y>")));
    assertTrue(html.contains("&lt;/title&gt;&lt;script&gt;x()"), html);
    assertTrue(html.contains("&lt;img src"), html);
    assertTrue(html.contains("a&quot;b"), html);
    assertFalse(html.contains("<img"), "a tag of a stranger's");
    assertEquals(1, Pattern.compile("<script").matcher(html).results().count());
  }

  @Test
  void showsControlCharactersAndTurnsOfDirection() throws IOException {
    String html = page("t", List.of(new Tile("n", "a\u202egpj.exe\u0007\nb")));
    assertTrue(html.contains("a\\u202egpj.exe\\u0007\\nb"), html);
  }

  @Test
  void letsItsOwnScriptRunAndNoOther() throws IOException {
    String html = page("t", List.of());
    Matcher script = Pattern.compile("(?s)<script>(.*)</script>").matcher(html);
    assertTrue(script.find());
    String hash = new HtmlPage.Asset(script.group(1)).hash();
    assertTrue(
        html.contains("script-src '" + hash.replace("=", "&#x3D;") + "'")
            || html.contains("script-src '" + hash + "'"),
        "what the policy names is what is there");
    assertTrue(html.contains("default-src 'none'"));
  }

  @Test
  void refusesATemplateThatIsNotThere() {
    assertThrows(
        IllegalArgumentException.class,
        () -> new HtmlPage("t", "x", "none.html", List.of("")).write(new StringWriter()));
  }
}
