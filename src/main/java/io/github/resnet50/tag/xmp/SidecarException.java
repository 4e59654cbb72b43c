package io.github.resnet50.tag.xmp;

import java.io.IOException;

/** A sidecar that cannot be read or changed safely; the message says why, without its name. */
public final class SidecarException extends IOException {
  private static final long serialVersionUID = 1L;

  public SidecarException(String message) {
    super(message);
  }
}
