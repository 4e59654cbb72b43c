package io.github.resnet50.report.html;

/**
 * One of the figures a page begins with.
 *
 * @param kind {@code good}, {@code bad}, or empty: neither
 */
public record Tile(String name, String value, String kind) {
  public Tile(String name, String value) {
    this(name, value, "");
  }
}
