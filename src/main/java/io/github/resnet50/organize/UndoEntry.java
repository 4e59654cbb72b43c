package io.github.resnet50.organize;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.github.resnet50.basics.FileNames;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Locale;

/** What is going to be done in a folder: a line of its undo file, there before it is done. */
sealed interface UndoEntry {
  /** As it stands in the file, without a line's end. */
  String line();

  /**
   * A folder is made.
   *
   * @param folder absolute, or within the folder of the undo file
   */
  record MadeFolder(Path folder) implements UndoEntry {
    @Override
    public String line() {
      JsonObject json = new JsonObject();
      json.addProperty("folder", FileNames.whole(folder));
      return json.toString();
    }
  }

  /**
   * Something in a folder becomes another, and with it the folder's time.
   *
   * @param folder absolute
   * @param modified its time before
   */
  record TouchedFolder(Path folder, Instant modified) implements UndoEntry {
    @Override
    public String line() {
      JsonObject json = new JsonObject();
      json.addProperty("folder", FileNames.whole(folder));
      json.addProperty("modified", modified.toString());
      return json.toString();
    }
  }

  /**
   * An image is put in its place.
   *
   * @param from where it is, absolute
   * @param to where it will be, within the folder of the undo file
   * @param bytes its size
   * @param modified its time; null where that is not known, as of an entry of an archive
   */
  record Placed(Mode mode, Path from, Path to, long bytes, Instant modified) implements UndoEntry {
    @Override
    public String line() {
      JsonObject json = new JsonObject();
      json.addProperty("mode", mode.toString());
      json.addProperty("from", FileNames.whole(from));
      json.addProperty("to", FileNames.whole(to));
      json.addProperty("bytes", bytes);
      if (modified != null) {
        json.addProperty("modified", modified.toString());
      }
      return json.toString();
    }
  }

  /**
   * Reads a line.
   *
   * @throws IllegalArgumentException where it is no such line
   */
  static UndoEntry parse(String line) {
    try {
      JsonObject json = JsonParser.parseString(line).getAsJsonObject();
      if (json.has("folder")) {
        Path folder = FileNames.exact(json.get("folder").getAsString());
        if (!folder.isAbsolute() && folder.normalize().startsWith("..")) {
          throw new IllegalArgumentException("it leads out of the folder: " + folder);
        }
        return json.has("modified")
            ? new TouchedFolder(folder, Instant.parse(json.get("modified").getAsString()))
            : new MadeFolder(folder);
      }
      Path to = FileNames.exact(json.get("to").getAsString());
      Path from = FileNames.exact(json.get("from").getAsString());
      boolean isPlace = !to.normalize().toString().isEmpty() && from.isAbsolute();
      if (!isPlace || to.isAbsolute() || to.normalize().startsWith("..")) {
        throw new IllegalArgumentException("it leads out of the folder: " + to);
      }
      return new Placed(
          Mode.valueOf(json.get("mode").getAsString().toUpperCase(Locale.ROOT)),
          from,
          to,
          json.get("bytes").getAsLong(),
          json.has("modified") ? Instant.parse(json.get("modified").getAsString()) : null);
    } catch (JsonParseException
        | IllegalStateException
        | UnsupportedOperationException
        | NullPointerException
        | DateTimeException e) {
      throw new IllegalArgumentException("no line that organize writes", e);
    }
  }
}
