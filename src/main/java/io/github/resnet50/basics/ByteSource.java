package io.github.resnet50.basics;

import java.io.IOException;
import java.io.InputStream;

/** Bytes that can be read as often as need be. */
@FunctionalInterface
public interface ByteSource {
  /** From their beginning. */
  InputStream open() throws IOException;
}
