package io.github.resnet50.image.decode;

/**
 * What a file of boxes (ISO/IEC 14496-12) says it complies with, in its first box: the main brand,
 * then others. All take the first bytes as text of one character a byte.
 */
final class BoxBrands {
  /** Where the main brand stands, and its length. */
  private static final int MAIN = 8;

  private static final int LENGTH = 4;

  private BoxBrands() {}

  static boolean areThere(String head) {
    return head.length() >= MAIN + LENGTH && head.startsWith("ftyp", LENGTH);
  }

  /** The main brand; empty where there is none. */
  static String main(String head) {
    return areThere(head) ? head.substring(MAIN, MAIN + LENGTH).strip() : "";
  }

  static boolean areAvif(String head) {
    String all = all(head);
    return all.contains("avif") || all.contains("avis");
  }

  static boolean areHeic(String head) {
    String main = main(head);
    boolean known =
        main.startsWith("hei")
            || main.startsWith("hev")
            || main.startsWith("mif1")
            || main.startsWith("msf1");
    return known && !areAvif(head);
  }

  private static String all(String head) {
    if (!areThere(head)) {
      return "";
    }
    int end = Math.max(MAIN + LENGTH, (head.charAt(2) << 8) | head.charAt(3));
    return head.substring(MAIN, Math.min(head.length(), end));
  }
}
