package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.InputOptions;
import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.image.walk.WalkFilter;
import io.github.resnet50.report.journal.OutputFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Keeps outputs from overwriting the user's inputs. */
final class InputGuard {
  private static final Path STANDARD_INPUT = Path.of("/dev/stdin");

  private final List<Path> inputs = new ArrayList<>();

  InputGuard(InputOptions options) {
    options.roots().forEach(this::add);
    if ("-".equals(options.filesFrom)) {
      inputs.add(STANDARD_INPUT); // may be redirected from a file
    } else if (options.filesFrom != null) {
      add(options.filesFrom);
    }
  }

  /** Adds an input that must not be overwritten. */
  void add(String path) {
    try {
      inputs.add(FileNames.path(path));
    } catch (InvalidPathException e) {
      // No file can have this name, so no output can be it either.
    }
  }

  /** The same with more inputs. */
  InputGuard with(List<Path> files) {
    inputs.addAll(files);
    return this;
  }

  /**
   * Checks an output that is not a standard stream.
   *
   * @param option what the user gave it with
   */
  void check(String option, Path target) throws UsageException {
    for (Path name : names(target)) {
      if (WalkFilter.isInput(suffix(name))) {
        throw new UsageException(
            option + " " + target + ": would be written over an image; take another suffix");
      }
    }
    check(option, target, "");
    for (String suffix : OutputFiles.SUFFIXES) {
      check(option, target, suffix);
    }
  }

  private void check(String option, Path target, String suffix) throws UsageException {
    for (Path input : inputs) {
      if (isSame(Path.of(target + suffix), input)) {
        throw new UsageException(
            option
                + " "
                + target
                + ": "
                + (suffix.isEmpty() ? "is" : "its " + suffix + " is")
                + " one of the inputs, and would be written over");
      }
    }
  }

  /** A link is written through, so both its own name and its target count. */
  private static List<Path> names(Path target) throws UsageException {
    if (!Files.isRegularFile(target)) {
      return List.of(target);
    }
    try {
      return List.of(target, target.toRealPath());
    } catch (IOException e) {
      throw new UsageException("cannot look at " + target + ": " + e.getMessage(), e);
    }
  }

  private static String suffix(Path file) {
    String name = file.getFileName() == null ? "" : file.getFileName().toString();
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /** Whether two paths are one file; two may share a device. */
  static boolean isSame(Path a, Path b) throws UsageException {
    try {
      if (Files.exists(a) && Files.exists(b)) {
        return Files.isSameFile(a, b) && Files.isRegularFile(a);
      }
    } catch (IOException e) {
      throw new UsageException("cannot look at " + a + " and " + b + ": " + e.getMessage(), e);
    }
    return a.toAbsolutePath().normalize().equals(b.toAbsolutePath().normalize());
  }
}
