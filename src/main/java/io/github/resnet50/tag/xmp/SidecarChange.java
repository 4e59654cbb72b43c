package io.github.resnet50.tag.xmp;

import java.util.List;
import java.util.Optional;

/**
 * What becomes of a sidecar that is to have certain keywords of ours and no others.
 *
 * @param text what it is to hold; null where it stays as it is, or is deleted
 * @param added paths that come, as digiKam writes them
 * @param removed paths that go
 * @param takenOut paths that somebody else has taken out and that therefore stay out
 */
public record SidecarChange(
    Kind kind, String text, List<String> added, List<String> removed, List<String> takenOut) {
  private static final String PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/";

  /** What is done with the file. */
  public enum Kind {
    /** There was none. */
    CREATE,
    /** It is replaced. */
    CHANGE,
    /** It held only what was ours. */
    DELETE,
    /** It stays as it is. */
    NONE
  }

  /**
   * Of an image.
   *
   * @param sidecar its text; null where there is none
   * @param wanted none: ours are taken out
   * @throws SidecarException where the sidecar cannot be changed safely
   */
  public static SidecarChange of(String sidecar, Keywords wanted) throws SidecarException {
    XmpDocument document = sidecar == null ? XmpDocument.EMPTY : XmpDocument.read(sidecar);
    return new KeywordMerge(document, wanted).change(sidecar == null);
  }

  /** The suffix of the image that a sidecar is of, where it says so, as those of Adobe do. */
  public static Optional<String> imageSuffix(String sidecar) throws SidecarException {
    return XmpDocument.read(sidecar).value(PHOTOSHOP, "SidecarForExtension");
  }
}
