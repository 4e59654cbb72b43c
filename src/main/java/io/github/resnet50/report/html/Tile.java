package io.github.resnet50.report.html;

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
