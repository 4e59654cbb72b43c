package io.github.resnet50.report.html;

import com.samskivert.mustache.Mustache;
import com.samskivert.mustache.Template;
import io.github.resnet50.basics.Sha256;
import io.github.resnet50.basics.Text;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Fills a template in and writes it as a page of its own.
 *
 * <p>Whatever a model holds is shown as text: the template engine escapes it, control characters
 * become visible, and the page's policy lets nothing run but the one script that it is made with,
 * and nothing be fetched.
 */
public final class HtmlPage {
  private final Template template;
  private final PageFrame frame;

  /** A fact that a page lists: a name and a value. */
  public record Fact(String name, String value) {}

  /**
   * One of the figures a page begins with.
   *
   * @param kind {@code good}, {@code bad}, or empty: neither
   * @param note in small print below it; may be empty
   */
  public record Tile(String name, String value, String kind, String note) {
    public Tile(String name, String value) {
      this(name, value, "");
    }

    public Tile(String name, String value, String kind) {
      this(name, value, kind, "");
    }
  }

  /** What surrounds every page's own part. */
  record PageFrame(String title, String tool, Asset style, Asset script, Object page) {}

  /** Our own style sheet or script, which stands in every page as it is. */
  record Asset(String text) {
    /** SHA-256, as a content security policy names what it lets in. */
    String hash() {
      return "sha256-" + Base64.getEncoder().encodeToString(new Sha256().add(text).bytes());
    }

    @Override
    public String toString() {
      return text;
    }
  }

  /**
   * @param tool name and version of what made it
   * @param body the template of what the page shows: the name of a resource of this package
   * @param page its model: accessors without arguments are the template's variables
   */
  public HtmlPage(String title, String tool, String body, Object page) {
    Asset style = new Asset(resource("style.css"));
    Asset script = new Asset(resource("gallery.js"));
    this.frame = new PageFrame(title, tool, style, script, page);
    this.template =
        Mustache.compiler()
            .emptyStringIsFalse(true)
            .withFormatter(HtmlPage::text)
            .withLoader(name -> new StringReader(resource(name.equals("body") ? body : name)))
            .compile(resource("page.html"));
  }

  /** Writes the page, and flushes. */
  public void write(Writer out) throws IOException {
    template.execute(frame, out);
    out.flush();
  }

  private static String text(Object value) {
    return value instanceof Asset part ? part.text() : Text.escape(String.valueOf(value));
  }

  private static String resource(String name) {
    try (InputStream in = HtmlPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalArgumentException("no template " + name);
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
