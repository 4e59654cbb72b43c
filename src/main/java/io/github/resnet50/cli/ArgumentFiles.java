package io.github.resnet50.cli;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.cli.options.UsageException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Arguments {@code @FILE}, which picocli reads from files. */
final class ArgumentFiles {
  private ArgumentFiles() {}

  /**
   * Checks that the files are there: picocli would take such an argument for a path or a value.
   *
   * @return the arguments; one that is the name of a file itself is marked as such, by another
   *     {@code @}
   */
  static String[] checked(String... args) throws UsageException {
    String[] checked = args.clone();
    for (int i = 0; i < args.length; i++) {
      String arg = args[i];
      if (arg.length() < 2 || !arg.startsWith("@") || arg.startsWith("@@")) {
        continue;
      }
      Path file = FileNames.path(arg.substring(1));
      if (Files.isReadable(file) && !Files.isDirectory(file)) {
        continue;
      }
      if (!Files.exists(FileNames.path(arg))) {
        throw new UsageException(
            "%s: there is no file %s to read arguments from (@%s means %s itself)"
                .formatted(arg, file, arg, arg));
      }
      checked[i] = "@" + arg;
    }
    return checked;
  }
}
