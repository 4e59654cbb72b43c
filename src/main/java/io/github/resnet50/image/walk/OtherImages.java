package io.github.resnet50.image.walk;

import io.github.resnet50.image.decode.ImageFormat;
import java.util.Locale;
import java.util.Set;

/**
 * Images that a walk does not take for their names, recognised by suffix or by their first bytes.
 * What cannot be read is {@code image.decode}'s to know.
 */
public final class OtherImages {
  /** First bytes that {@link #look} wants. */
  static final int HEAD = 512;

  private static final int LONGEST_SUFFIX = 12;

  /** What is in such a file is one of the formats that can be read. */
  private static final Set<String> READABLE = Set.of("apng", "avifs", "heics", "jps", "mpo");

  private OtherImages() {}

  /** What a file without a suffix is. */
  enum Content {
    IMAGE,
    OTHER_IMAGE,
    NO_IMAGE
  }

  /**
   * A name's suffix in lower case, without the dot; empty where it has none. What follows the last
   * dot of {@code scan.0001} or {@code a.jpg_original} is no suffix.
   */
  static String suffix(String name) {
    int dot = name.lastIndexOf('.');
    int length = name.length() - dot - 1;
    if (dot <= 0 || length == 0 || length > LONGEST_SUFFIX) {
      return "";
    }
    boolean letters = false;
    for (int i = dot + 1; i < name.length(); i++) {
      char c = name.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
      if (!letter && (c < '0' || c > '9')) {
        return "";
      }
      letters |= letter;
    }
    return letters ? name.substring(dot + 1).toLowerCase(Locale.ROOT) : "";
  }

  /**
   * Whether it is the suffix of images in a format that cannot be read.
   *
   * @param suffix in lower case
   */
  static boolean isUnreadable(String suffix) {
    return ImageFormat.isSuffixOfOtherImage(suffix);
  }

  /** Whether it is the suffix of images that can be read, though a walk does not take them. */
  static boolean isReadable(String suffix) {
    return READABLE.contains(suffix);
  }

  /** Whether it is the suffix of images at all, of those that a walk does not take. */
  public static boolean isKnown(String suffix) {
    return isUnreadable(suffix) || isReadable(suffix);
  }

  /**
   * What a file is by its first bytes.
   *
   * @param bytes {@link #HEAD} of them, or all
   */
  static Content look(byte[] bytes) {
    if (ImageFormat.isImage(bytes)) {
      return Content.IMAGE;
    }
    return ImageFormat.isOtherImage(bytes) ? Content.OTHER_IMAGE : Content.NO_IMAGE;
  }
}
