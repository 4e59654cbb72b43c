package io.github.resnet50.engine.tensorflow;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;

/**
 * What native code prints. TensorFlow drops libjpeg's warnings, and libjpeg prints them on standard
 * error, where they name no file: so whether something was printed is asked of Linux, which counts
 * what each thread writes, and the printing itself is made to go nowhere.
 */
final class NativeOutput {
  private static final String COUNTS = "/proc/thread-self/io";
  private static final int MOST_COUNTS = 512;

  /** Each thread's file of counts, open until the thread has ended and its file is collected. */
  private static final ThreadLocal<RandomAccessFile> COUNTS_OF_THREAD =
      ThreadLocal.withInitial(NativeOutput::open);

  private static final String WRITTEN = "wchar: ";

  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Path NOWHERE = Path.of("/dev/null");

  /** The log levels of TensorFlow at which it says more than of errors. */
  private static final Set<String> LOGS = Set.of("0", "1");

  /** Where glibc's {@code FILE} has its descriptor, on 64 bits: its public struct_FILE.h. */
  private static final int DESCRIPTOR_AT = 112;

  private static final int STANDARD_ERROR = 2;

  /** Kept open for as long as the process lives, once native code prints there. */
  private static FileChannel nowhere;

  private NativeOutput() {}

  /** Whether this machine counts what a thread writes. */
  static boolean isCounted() {
    return written() >= 0;
  }

  /**
   * Bytes that this thread has written so far, to whatever; negative if they are not counted. Takes
   * 4 µs; with the file opened each time it would be 15.
   */
  static long written() {
    byte[] counts = new byte[MOST_COUNTS];
    try {
      RandomAccessFile file = COUNTS_OF_THREAD.get();
      file.seek(0); // reading from there, Linux counts anew
      String text = new String(counts, 0, file.read(counts), StandardCharsets.US_ASCII);
      int from = text.indexOf(WRITTEN) + WRITTEN.length();
      return Long.parseLong(text, from, text.indexOf('\n', from), 10);
    } catch (IOException | RuntimeException e) {
      return -1;
    }
  }

  private static RandomAccessFile open() {
    try {
      return new RandomAccessFile(COUNTS, "r");
    } catch (FileNotFoundException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Sends to nowhere what native code prints on standard error from now on. What Java prints there
   * is not affected, nor is the descriptor itself: only C's {@code stderr} gets another one. Where
   * that cannot be done, or TensorFlow was asked to log, all stays as it was.
   */
  static synchronized void silence() {
    boolean wanted = LOGS.contains(String.valueOf(System.getenv("TF_CPP_MIN_LOG_LEVEL")));
    if (nowhere != null || wanted || !Files.isDirectory(DESCRIPTORS)) {
      return;
    }
    Pointer stream = Loader.addressof("stderr");
    if (stream == null) {
      return;
    }
    try {
      Set<Integer> before = descriptorsOfNowhere();
      FileChannel opened = FileChannel.open(NOWHERE, StandardOpenOption.WRITE);
      Set<Integer> added = descriptorsOfNowhere();
      added.removeAll(before);
      IntPointer descriptor =
          new IntPointer(new PointerPointer<>(stream).get().position(0))
              .getPointer(DESCRIPTOR_AT / Integer.BYTES);
      if (added.size() == 1 && descriptor.get() == STANDARD_ERROR) {
        descriptor.put(added.iterator().next());
        nowhere = opened;
      } else {
        opened.close();
      }
    } catch (IOException e) {
      // Nothing is silenced then.
    }
  }

  private static Set<Integer> descriptorsOfNowhere() throws IOException {
    Set<Integer> found = new HashSet<>();
    try (DirectoryStream<Path> all = Files.newDirectoryStream(DESCRIPTORS)) {
      for (Path one : all) {
        if (Files.isSymbolicLink(one) && Files.readSymbolicLink(one).equals(NOWHERE)) {
          found.add(Integer.valueOf(one.getFileName().toString()));
        }
      }
    }
    return found;
  }
}
