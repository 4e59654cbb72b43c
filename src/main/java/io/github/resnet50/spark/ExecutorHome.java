package io.github.resnet50.spark;

import io.github.resnet50.model.Home;
import io.github.resnet50.model.ModelException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipal;
import java.util.Map;

/** Where the driver and executors keep the engine's libraries and what is prepared. */
final class ExecutorHome {
  private ExecutorHome() {}

  /** The user's own where that can be written; else beside what is temporary here anyway. */
  static Home find() throws ModelException {
    Map<String, String> environment = System.getenv();
    try {
      Home home = Home.of(environment);
      home.requireWritable(home.natives());
      return home;
    } catch (ModelException e) {
      if (environment.containsKey("RESNET50_HOME")) {
        throw e;
      }
    }
    String user = System.getProperty("user.name", "");
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    return new Home(privateFolder(temporary.resolve("resnet50-" + user)));
  }

  /**
   * A folder of this user's alone, where others may write beside it: a library that somebody else
   * had put there beforehand would be loaded. Makes it, or takes the one that is there.
   *
   * @throws ModelException where that may be somebody else's doing
   */
  static Path privateFolder(Path folder) throws ModelException {
    try {
      if (!folder.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        return Files.createDirectories(folder); // Windows gives each user a temporary folder
      }
      try {
        return Files.createDirectory(
            folder,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
      } catch (FileAlreadyExistsException e) {
        return required(folder);
      }
    } catch (IOException e) {
      throw new ModelException("cannot write to " + folder + " (set RESNET50_HOME): " + e, e);
    }
  }

  private static Path required(Path folder) throws IOException, ModelException {
    PosixFileAttributes there =
        Files.readAttributes(folder, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!there.isDirectory()
        || !there.owner().equals(self())
        || there.permissions().contains(PosixFilePermission.GROUP_WRITE)
        || there.permissions().contains(PosixFilePermission.OTHERS_WRITE)) {
      throw new ModelException(
          folder + " is not this user's alone; remove it, or set RESNET50_HOME to another folder");
    }
    return folder;
  }

  private static UserPrincipal self() throws IOException {
    Path probe = Files.createTempFile("resnet50", null);
    try {
      return Files.getOwner(probe);
    } finally {
      Files.delete(probe);
    }
  }
}
