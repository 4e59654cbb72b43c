package io.github.resnet50.tag.xmp;

/**
 * The lists in which photo managers keep keywords. Which of an image's lists they read differs, and
 * most take the first that is there: so all of them say the same.
 */
public enum KeywordList {
  /** Single words; every program reads them where there is nothing else. */
  SUBJECT("http://purl.org/dc/elements/1.1/", "dc", "subject", "Bag", 0),
  /** Lightroom's paths, {@code animal|dog|beagle}; darktable and others read them too. */
  HIERARCHICAL_SUBJECT(
      "http://ns.adobe.com/lightroom/1.0/", "lr", "hierarchicalSubject", "Bag", '|'),
  /** digiKam's paths, {@code animal/dog/beagle}; Immich reads them too. */
  TAGS_LIST("http://www.digikam.org/ns/1.0/", "digiKam", "TagsList", "Seq", '/');

  /** Of the names under which a sidecar says which keywords of each list are ours. */
  static final String OURS = "http://resnet50.github.io/ns/1.0/";

  /** The usual prefix of {@link #OURS}. */
  static final String OURS_PREFIX = "resnet50";

  private final String namespace;
  private final String prefix;
  private final String local;
  private final String container;
  private final char separator;

  KeywordList(String namespace, String prefix, String local, String container, int separator) {
    this.namespace = namespace;
    this.prefix = prefix;
    this.local = local;
    this.container = container;
    this.separator = (char) separator;
  }

  String namespace() {
    return namespace;
  }

  /** The usual one. */
  String prefix() {
    return prefix;
  }

  /** The name of the list, and of the list of those that are ours. */
  String local() {
    return local;
  }

  /** The kind of RDF container: ordered or not. */
  String container() {
    return container;
  }

  boolean isOfPaths() {
    return separator != 0;
  }

  /** Between the parts of a path. */
  char separator() {
    return separator;
  }

  /** As a message names it. */
  @Override
  public String toString() {
    return prefix + ":" + local;
  }
}
