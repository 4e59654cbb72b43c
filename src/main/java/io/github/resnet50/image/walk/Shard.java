package io.github.resnet50.image.walk;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One of several disjoint shares of a walk. Paths are assigned to shares in turn, so the shares of
 * one tree together are complete, differ in size by one path at most, and are the same on every
 * machine.
 *
 * @param number which share, from 1 to {@code count}
 * @param count how many shares there are
 */
public record Shard(int number, int count) {
  /** The whole walk. */
  public static final Shard ALL = new Shard(1, 1);

  private static final Pattern SYNTAX = Pattern.compile("(\\d{1,9})/(\\d{1,9})");

  public Shard {
    if (number < 1 || number > count) {
      throw new IllegalArgumentException(
          "shard " + number + "/" + count + ": in I/N, I goes from 1 to N");
    }
  }

  /**
   * Reads {@code I/N}.
   *
   * @throws IllegalArgumentException with a message for the user
   */
  public static Shard parse(String text) {
    Matcher matcher = SYNTAX.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("shard '" + text + "': not of the form I/N, such as 1/4");
    }
    return new Shard(Integer.parseInt(matcher.group(1)), Integer.parseInt(matcher.group(2)));
  }

  /** Whether the path at {@code position}, counted from 0 over the whole walk, is in this share. */
  public boolean contains(long position) {
    return position % count == number - 1;
  }

  @Override
  public String toString() {
    return number + "/" + count;
  }
}
