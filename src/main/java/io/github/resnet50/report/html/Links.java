package io.github.resnet50.report.html;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.StringJoiner;

/** Links from a page to the files it shows; they work wherever page and files move together. */
public final class Links {
  private final Path folder;

  /**
   * @param page the file that the page is written to
   */
  public Links(Path page) {
    this.folder = page.toAbsolutePath().normalize().getParent();
  }

  /**
   * A relative reference to a file; empty where there is none, as to what is inside another file:
   * an archive's entry is nothing that a browser opens.
   */
  public String to(String name) {
    try {
      Path file = Path.of(name).toAbsolutePath().normalize();
      if (folder == null || !folder.getRoot().equals(file.getRoot()) || isInFile(file)) {
        return "";
      }
      StringJoiner reference = new StringJoiner("/", "./", "");
      for (Path part : folder.relativize(file)) {
        reference.add(encoded(part.toString()));
      }
      return reference.toString();
    } catch (InvalidPathException | URISyntaxException e) {
      return "";
    }
  }

  private static boolean isInFile(Path path) {
    Path above = path.getParent();
    while (above != null && !Files.exists(above)) { // a folder of the archive
      above = above.getParent();
    }
    return above != null && Files.isRegularFile(above);
  }

  /** Percent-encoded, whatever is in the name: {@code a b?.jpg} is {@code a%20b%3F.jpg}. */
  private static String encoded(String part) throws URISyntaxException {
    return new URI(null, null, "/" + part, null).toASCIIString().substring(1).replace(";", "%3B");
  }
}
