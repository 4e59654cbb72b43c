package io.github.resnet50.image;

import io.github.resnet50.image.ImageFailure.Kind;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** An image in a file on this machine. */
public record FileSource(Path path) implements ImageSource {
  public FileSource {
    Objects.requireNonNull(path);
  }

  /**
   * The file's bytes.
   *
   * @throws ImageException where the path is gone, not a plain file (FIFOs, sockets and devices are
   *     not opened: reading one may never end), not readable, or larger than memory
   */
  @Override
  public byte[] read() throws ImageException {
    return reading(
        () -> {
          ImageSource.requireArray(plainSize());
          return Files.readAllBytes(path);
        });
  }

  @Override
  public ImageBytes open() throws ImageException {
    return reading(() -> new FileBytes(path, 0, plainSize()));
  }

  /** Reading that may fail. */
  private interface Reading<T> {
    T run() throws IOException, ImageException;
  }

  private static <T> T reading(Reading<T> reading) throws ImageException {
    try {
      return reading.run();
    } catch (NoSuchFileException e) {
      throw new ImageException(Kind.NOT_FOUND, "no such file", e);
    } catch (AccessDeniedException e) {
      throw new ImageException(Kind.UNREADABLE, "permission denied", e);
    } catch (IOException e) {
      throw new ImageException(Kind.UNREADABLE, "cannot be read: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) {
      throw new ImageException(Kind.OUT_OF_MEMORY, "the file does not fit into memory", e);
    }
  }

  private long plainSize() throws IOException, ImageException {
    BasicFileAttributes attributes = Files.readAttributes(path, BasicFileAttributes.class);
    if (attributes.isDirectory()) {
      throw new ImageException(Kind.NOT_A_FILE, "is a directory");
    }
    if (!attributes.isRegularFile()) {
      throw new ImageException(Kind.NOT_A_FILE, "is not a regular file, so it is not opened");
    }
    return attributes.size();
  }

  /** Of a plain file. */
  @Override
  public Stat stat() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.isRegularFile()
          ? new Stat(file.size(), file.lastModifiedTime().toInstant())
          : Stat.UNKNOWN;
    } catch (IOException e) {
      return Stat.UNKNOWN;
    }
  }

  /** The size in bytes and the modification time in microseconds. */
  @Override
  public String state() {
    try {
      BasicFileAttributes file = Files.readAttributes(path, BasicFileAttributes.class);
      return file.size() + " " + file.lastModifiedTime().to(TimeUnit.MICROSECONDS);
    } catch (IOException e) {
      return "unreadable";
    }
  }
}
