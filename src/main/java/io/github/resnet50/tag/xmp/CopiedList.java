package io.github.resnet50.tag.xmp;

/**
 * Lists of other programs to which digiKam copies its keywords, and from which it takes them where
 * it finds no others: what of ours goes elsewhere has to go from there too. Nothing is added.
 */
enum CopiedList {
  LAST_KEYWORD("http://ns.microsoft.com/photo/1.0/", "LastKeywordXMP", KeywordList.TAGS_LIST),
  CATALOG_SETS(
      "http://ns.iview-multimedia.com/mediapro/1.0/",
      "CatalogSets",
      KeywordList.HIERARCHICAL_SUBJECT);

  private final String namespace;
  private final String local;
  private final KeywordList original;

  CopiedList(String namespace, String local, KeywordList original) {
    this.namespace = namespace;
    this.local = local;
    this.original = original;
  }

  String namespace() {
    return namespace;
  }

  String local() {
    return local;
  }

  /** The list whose keywords look the same. */
  KeywordList original() {
    return original;
  }
}
