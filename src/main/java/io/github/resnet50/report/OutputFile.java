package io.github.resnet50.report;

import io.github.resnet50.basics.ByteSource;
import io.github.resnet50.basics.SafeFiles;
import java.io.BufferedOutputStream;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A file that appears under its name only when it is complete.
 *
 * <p>Until the commit everything is in {@code NAME.partial} beside it; one run at a time writes it,
 * and one that an earlier run has left is replaced only where the user lets outputs be overwritten.
 * Closed without a commit, the partial stays as it is for the user to look at, unless nothing was
 * written to it.
 */
public final class OutputFile implements Output {
  /** What a file is that keeps a run from beginning; for the user. */
  private static final String LEFT =
      "is what an interrupted run has left; start anew with --overwrite";

  /** The same, where a run can go on with it. */
  public static final String LEFT_TO_GO_ON_WITH =
      "is what an interrupted run has left; go on with --resume, or start anew with --overwrite";

  /** What is appended to a target's name for the file that is being made of what was written. */
  public static final String PACKING = ".packing";

  /** The same for that file once it is complete. */
  public static final String PACKED = ".packed";

  private static final int BUFFER_BYTES = 1 << 16;
  private static final int MOST_ATTEMPTS = 10;

  private final Path target;
  private final Path destination;
  private final Path partial;
  private final boolean overwrite;
  private final FileOutputStream file;
  private final OutputStream stream;
  private Packing packing; // null: what was written is the file
  private final List<FileInputStream> readers = new ArrayList<>(); // of the partial
  private FileInputStream recorded; // null: nobody reads
  private volatile boolean committed;
  private boolean packed; // by this: the file is complete but for its name
  private boolean closed;

  /**
   * @param overwrite whether a finished file may be replaced
   * @param leftover what to do with a partial that is not empty
   */
  private OutputFile(Path target, Path destination, boolean overwrite, Leftover leftover)
      throws IOException {
    this.target = target;
    this.destination = destination;
    this.partial = destination.resolveSibling(destination.getFileName() + ".partial");
    this.overwrite = overwrite;
    this.file = lockPartial();
    try {
      if (leftover == Leftover.REFUSED && file.getChannel().size() > 0) {
        throw new FileAlreadyExistsException(partial.toString(), null, LEFT);
      }
      if (leftover == Leftover.REPLACED) {
        file.getChannel().truncate(0);
      }
    } catch (IOException e) {
      file.close();
      throw e;
    }
    this.stream = new BufferedOutputStream(new NamedStream(target.toString(), file), BUFFER_BYTES);
  }

  /** Makes the file that the user gets of what was written. */
  public interface Packing {
    /**
     * @param written opens what was written, which is complete, from its beginning
     * @param file buffered; neither flushed nor closed here
     */
    void pack(ByteSource written, OutputStream file) throws IOException;
  }

  /** Has the commit make the file of what was written by then. */
  public void packs(Packing how) {
    packing = how;
  }

  private enum Leftover {
    REFUSED,
    REPLACED,
    CONTINUED
  }

  /** Opens a file that is written anew; see {@link Output#open}. */
  public static OutputFile open(Path target, boolean overwrite) throws IOException {
    return open(target, overwrite, overwrite ? Leftover.REPLACED : Leftover.REFUSED);
  }

  /** Opens a file of which the partial may be there already: what is written follows it. */
  public static OutputFile reopen(Path target, boolean overwrite) throws IOException {
    return open(target, overwrite, Leftover.CONTINUED);
  }

  private static OutputFile open(Path target, boolean overwrite, Leftover leftover)
      throws IOException {
    refuseExisting(target, overwrite);
    if (Files.isSymbolicLink(target) && !Files.exists(target)) {
      throw new NoSuchFileException(target.toString(), null, "is a link to nothing");
    }
    // A link is followed, as a shell's > does; moving onto it would replace the link itself.
    Path destination = Files.exists(target) ? target.toRealPath() : target.toAbsolutePath();
    Path directory = destination.getParent();
    if (directory == null || !Files.isDirectory(directory)) {
      throw new NoSuchFileException(target.toString(), null, "its directory does not exist");
    }
    return new OutputFile(target, destination, overwrite, leftover);
  }

  /**
   * Opens the partial, as it is, for this run alone: the operating system lets the lock go with the
   * file, also after a crash. Should this process open and close the partial elsewhere, such as for
   * an image, it would lose the lock.
   *
   * <p>Not a channel: interrupting the writing thread would close it and lose what is buffered.
   */
  private FileOutputStream lockPartial() throws IOException {
    for (int attempt = 1; attempt <= MOST_ATTEMPTS; attempt++) {
      Object before = partialKey();
      FileOutputStream opened = new FileOutputStream(partial.toFile(), true);
      if (!isLocked(opened.getChannel())) {
        opened.close();
        throw new FileSystemException(target.toString(), null, "another run is writing " + target);
      }
      // Before the lock another run may have ended and moved its file into place: was it that one?
      if (Objects.equals(before, partialKey())) {
        return opened;
      }
      opened.close();
    }
    throw new FileSystemException(target.toString(), null, "other runs keep writing " + target);
  }

  private static boolean isLocked(FileChannel channel) {
    try {
      return channel.tryLock() != null;
    } catch (OverlappingFileLockException e) {
      return false; // by this very process
    } catch (IOException e) {
      return true; // the file system knows no locks: better a run without one than none
    }
  }

  /** What tells the partial from another of the same name; equal to no other where it is absent. */
  private Object partialKey() throws IOException {
    try {
      return Files.readAttributes(partial, BasicFileAttributes.class).fileKey();
    } catch (NoSuchFileException e) {
      return new Object();
    }
  }

  private static void refuseExisting(Path target, boolean overwrite)
      throws FileAlreadyExistsException {
    if (!overwrite && Files.exists(target)) {
      throw new FileAlreadyExistsException(
          target.toString(), null, "exists already; use --overwrite to replace it");
    }
  }

  @Override
  public OutputStream stream() {
    return stream;
  }

  @Override
  public Optional<Path> partial() {
    return Optional.of(isPacked() ? packed(destination) : partial);
  }

  /** Whether the file is complete but for its name, into which it could not be brought. */
  public boolean isPacked() {
    return packed && !committed && Files.exists(packed(destination));
  }

  /**
   * What the partial holds; always the same stream. Closed with this: before, the lock would go.
   */
  public FileInputStream recorded() throws IOException {
    if (recorded == null) {
      recorded = reader();
    }
    return recorded;
  }

  /** Open until this is closed: once any is closed, the operating system lets the lock go. */
  private FileInputStream reader() throws IOException {
    FileInputStream reader = new FileInputStream(partial.toFile());
    readers.add(reader);
    return reader;
  }

  /** What the partial holds, from its beginning; whoever closes it closes nothing. */
  private InputStream written() throws IOException {
    return new FilterInputStream(reader()) {
      @Override
      public void close() {
        // With the output; see lockPartial.
      }
    };
  }

  /** Forgets what is beyond; what is written next follows there. */
  public void truncate(long length) throws IOException {
    stream.flush();
    file.getChannel().truncate(length);
  }

  /** Forces what was flushed to the device. */
  public void sync() throws IOException {
    file.getFD().sync();
  }

  /**
   * Moves the file into place: readers see either the old file or all of the new one, also after a
   * power failure where the file system can promise it.
   *
   * @throws FileAlreadyExistsException where another program has made the file meanwhile and it
   *     must not be replaced; the partial stays
   */
  @Override
  public void commit() throws IOException {
    stream.flush();
    sync();
    refuseExisting(target, overwrite);
    if (!Files.exists(partial)) {
      throw new NoSuchFileException(
          partial.toString(), null, "has vanished, or its directory has; the records are lost");
    }
    if (packing == null) {
      Files.move(partial, destination, StandardCopyOption.ATOMIC_MOVE);
    } else {
      commitPacked(packed(destination));
    }
    committed = true;
    syncDirectoryOf(destination);
  }

  private void commitPacked(Path made) throws IOException {
    pack(packing, this::written, destination, made);
    try {
      if (Files.exists(made)) { // else another run has looked at it, and put it in its place
        refuseExisting(target, overwrite); // again: it may have taken minutes
      }
    } catch (FileAlreadyExistsException e) {
      Files.deleteIfExists(made); // what it was made of stays
      throw e;
    }
    packed = true;
    settlePacked(made, partial, destination);
  }

  /** What a file is called that is complete but for its name. */
  public static Path packed(Path destination) {
    return destination.resolveSibling(destination.getFileName() + PACKED);
  }

  private static Path packing(Path destination) {
    return destination.resolveSibling(destination.getFileName() + PACKING);
  }

  /**
   * Makes a file of what was written, in the folder where it will be, and forces it to the device.
   *
   * @param to appears as a whole
   */
  public static void pack(Packing packing, ByteSource written, Path destination, Path to)
      throws IOException {
    Path unfinished = packing(destination);
    boolean isWhole = false;
    try (FileOutputStream file = new FileOutputStream(unfinished.toFile())) {
      OutputStream out =
          new BufferedOutputStream(new NamedStream(destination.toString(), file), BUFFER_BYTES);
      packing.pack(written, out);
      out.flush();
      file.getFD().sync();
      isWhole = true;
    } finally {
      if (!isWhole) {
        Files.deleteIfExists(unfinished);
      }
    }
    Files.move(unfinished, to, StandardCopyOption.ATOMIC_MOVE);
  }

  /** Brings a file into place that is complete but for its name, if there is one. */
  public static void settlePacked(Path packed, Path partial, Path destination) throws IOException {
    if (Files.exists(packed)) {
      syncDirectoryOf(packed); // else a power failure might leave neither of the two
      Files.deleteIfExists(partial); // first: what is in it has been packed
      try {
        Files.move(packed, destination, StandardCopyOption.ATOMIC_MOVE);
      } catch (IOException e) {
        if (Files.exists(packed)) {
          throw inTheWay(packed, destination, e);
        }
        // Another run has looked at it meanwhile, and was faster.
        if (!Files.exists(destination)) {
          throw e;
        }
      }
    }
  }

  private static IOException inTheWay(Path packed, Path destination, IOException e) {
    IOException named =
        new FileSystemException(
            destination.toString(),
            null,
            "cannot be put in its place (%s); it is complete, and called %s"
                .formatted(SafeFiles.reason(e), packed));
    named.initCause(e);
    return named;
  }

  /** Without this the new name itself may not survive a power failure. */
  public static void syncDirectoryOf(Path file) {
    try (FileChannel channel = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
      channel.force(true);
    } catch (IOException e) {
      // Windows and some network file systems cannot; the file itself is in place all the same.
    }
  }

  @Override
  public void discard() {
    try {
      if (!committed) {
        Files.deleteIfExists(partial);
        if (packing != null) {
          Files.deleteIfExists(packing(destination));
          Files.deleteIfExists(packed(destination));
        }
      }
    } catch (IOException e) {
      // It stays, and the next run says so.
    }
  }

  @Override
  public String name() {
    return target.toString();
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    boolean empty = false;
    try (stream) {
      stream.flush();
      empty = !committed && Files.exists(partial) && Files.size(partial) == 0 && !isDeleted();
    } finally {
      for (FileInputStream reader : readers) {
        reader.close();
      }
    }
    if (empty) {
      Files.deleteIfExists(partial); // where an open file cannot be deleted
    }
  }

  /** While it is locked: afterwards the name may be another run's. */
  private boolean isDeleted() {
    try {
      Files.deleteIfExists(partial);
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
