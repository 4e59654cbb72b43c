package io.github.resnet50.cli;

import io.github.resnet50.cli.options.UsageException;
import io.github.resnet50.report.Output;
import io.github.resnet50.report.OutputFile;
import io.github.resnet50.report.OutputFile.Packing;
import io.github.resnet50.report.OutputFormat;
import io.github.resnet50.report.ReportJson;
import io.github.resnet50.report.journal.OutputFiles;
import io.github.resnet50.report.journal.ResumeException;
import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The files that a command writes, by the options that name them. {@link #add} checks a file before
 * any work is done, {@link #open} makes sure that it can be written, {@link #commit} has all of
 * them count; without it closing leaves what {@link Output} says.
 *
 * <pre>{@code
 * Outputs outputs = new Outputs(context, guard).add("--output", output, JSON, CSV).add("--html", html);
 * try (outputs) {
 *   outputs.open(overwrite);
 *   ...
 *   outputs.write("--html", page::write);
 *   outputs.commit();
 * }
 * }</pre>
 */
final class Outputs implements Closeable {
  /** Why a table can go nowhere else. */
  static final String NEEDS_A_FILE =
      "Parquet is written as a whole, to a file; for a stream choose csv or jsonl";

  private final Context context;
  private final InputGuard guard;
  private final Map<String, Path> files = new LinkedHashMap<>();
  private final Map<String, OutputFormat> formats = new LinkedHashMap<>();
  private final Set<String> reserved = new HashSet<>();
  private final Map<String, Output> opened = new LinkedHashMap<>();
  private final List<String> committed = new ArrayList<>(); // their names

  /** Writes a file's content. */
  interface ContentWriter {
    void writeTo(Writer out) throws IOException;
  }

  /**
   * @param guard knows the inputs, which no output may replace
   */
  Outputs(Context context, InputGuard guard) {
    this.context = context;
    this.guard = guard;
  }

  /**
   * Adds a file, where one is wanted.
   *
   * @param option that names it
   * @param file null: not wanted; {@code -}: standard output
   * @param allowed the formats that its suffix may name; the first is that of a device or standard
   *     output, which have no suffix. None: its format is not told by a suffix
   * @throws UsageException where the suffix does not fit, or the file is an input, an image, or
   *     another output
   */
  Outputs add(String option, Path file, OutputFormat... allowed) throws UsageException {
    if (file == null) {
      return this;
    }
    for (Map.Entry<String, Path> other : files.entrySet()) {
      if (InputGuard.isSame(other.getValue(), file)) {
        throw new UsageException(other.getKey() + " and " + option + " are both " + file);
      }
    }
    if (!Output.isStandard(file)) {
      guard.check(option, file);
    }
    if (allowed.length > 0) {
      formats.put(option, format(option, file, List.of(allowed)));
    }
    files.put(option, file);
    return this;
  }

  private static OutputFormat format(String option, Path file, List<OutputFormat> allowed)
      throws UsageException {
    boolean device = Output.isStandard(file) || (Files.exists(file) && !Files.isRegularFile(file));
    OutputFormat bySuffix = OutputFormat.forFile(file).orElse(null);
    if (bySuffix != null && allowed.contains(bySuffix)) {
      return bySuffix;
    }
    if (device) {
      return allowed.get(0);
    }
    List<String> suffixes = new ArrayList<>(allowed.stream().map(f -> "." + f).toList());
    String last = suffixes.remove(suffixes.size() - 1);
    String expected =
        suffixes.isEmpty()
            ? last
            : suffixes.stream().collect(Collectors.joining(", ", "", " or ")) + last;
    throw new UsageException(option + " " + file + ": must end in " + expected);
  }

  /** Whether a wanted file is standard output, so that nothing else may be printed there. */
  boolean fillStandardOutput() {
    return files.values().stream().anyMatch(Output::isStandard);
  }

  /** Prints lines on standard output, unless that is one of the files. */
  void print(List<String> lines) throws IOException {
    if (!fillStandardOutput()) {
      context.print(lines);
    }
  }

  /** As {@link #add}, for a file that the caller opens itself. */
  Outputs reserve(String option, Path file) throws UsageException {
    add(option, file);
    reserved.add(option);
    return this;
  }

  /**
   * Opens all files, so that an unusable path is known before any work is done.
   *
   * @param overwrite whether files that exist may be replaced
   */
  void open(boolean overwrite) throws UsageException {
    for (Map.Entry<String, Path> file : files.entrySet()) {
      if (!reserved.contains(file.getKey())) {
        opened.put(file.getKey(), open(file.getValue(), overwrite, context));
        OutputFormat format = formats.get(file.getKey());
        if (format != null) {
          packs(file.getKey(), format.packing(Map.of()));
        }
      }
    }
    context.signal().undoes(this::discard);
  }

  /**
   * Has an opened file be made, when it counts, of what was written to it.
   *
   * @param packing empty: what was written is the file
   * @throws UsageException where it is no file
   */
  void packs(String option, Optional<Packing> packing) throws UsageException {
    if (packing.isPresent()) {
      if (!(opened.get(option) instanceof OutputFile file)) {
        throw new UsageException(option + " " + files.get(option) + ": " + NEEDS_A_FILE);
      }
      file.packs(packing.get());
    }
  }

  /** Leaves nothing of a file that does not count yet. */
  void discard() {
    opened.values().forEach(Output::discard);
  }

  /** Whether a file is wanted. */
  boolean has(String option) {
    return files.containsKey(option);
  }

  /** A wanted file's format. */
  OutputFormat format(String option) {
    return formats.get(option);
  }

  /** As people would call a wanted file. */
  String name(String option) {
    Output output = opened.get(option);
    return output == null ? files.get(option).toString() : output.name();
  }

  /** The stream of a wanted file that is written piece by piece. */
  OutputStream stream(String option) {
    return opened.get(option).stream();
  }

  /** Writes a file where it is wanted. */
  void write(String option, ContentWriter content) throws IOException {
    if (has(option)) {
      Writer out = OutputFormat.writer(stream(option));
      try {
        content.writeTo(out);
        out.flush();
      } catch (RuntimeException e) { // a template's or Gson's, about what became of the file
        for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
          if (cause instanceof IOException ofFile) {
            throw ofFile;
          }
        }
        throw e;
      }
    }
  }

  /** Writes a report where it is wanted: as CSV its table, as JSON all of it. */
  void writeReport(String option, Object report, ContentWriter csv) throws IOException {
    write(option, format(option) == OutputFormat.CSV ? csv : out -> ReportJson.write(report, out));
  }

  /** Has a wanted file count; a signal says so from then on. */
  void commit(String option) throws IOException {
    Output output = opened.get(option);
    if (output != null) {
      output.commit();
      if (output.partial().isPresent()) {
        OutputFiles.of(files.get(option)).forget();
      }
      committed.add(output.name());
      context
          .signal()
          .leaves(
              String.join(" and ", committed)
                  + (committed.size() == 1 ? " is written" : " are written"));
    }
  }

  /** Has all files count, in the order in which they were added. */
  void commit() throws IOException {
    for (String option : opened.keySet()) {
      commit(option);
    }
  }

  /** Opens any output; what is wrong with its path is wrong usage. */
  static Output open(Path path, boolean overwrite, Context context) throws UsageException {
    try {
      return opened(() -> Output.open(path, overwrite, context.out()));
    } catch (ResumeException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Opens an output. */
  interface Opening {
    Output open() throws IOException, ResumeException;
  }

  /** What is wrong with an output's path is wrong usage. */
  static Output opened(Opening opening) throws UsageException, ResumeException {
    try {
      return opening.open();
    } catch (FileSystemException e) {
      String reason = e.getReason() == null ? "cannot be written" : e.getReason();
      throw new UsageException(e.getFile() + ": " + reason, e);
    } catch (IOException e) {
      throw new UsageException("cannot write: " + e.getMessage(), e);
    }
  }

  /** Closes every file, whatever happens to one. */
  @Override
  public void close() throws IOException {
    IOException failure = null;
    for (Output output : opened.values()) {
      try {
        output.close();
      } catch (IOException e) {
        if (failure == null) {
          failure = e;
        } else {
          failure.addSuppressed(e);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }
}
