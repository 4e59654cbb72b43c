package io.github.resnet50.graph.onnx.file;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.github.resnet50.basics.SafeFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The files beside a model that hold its tensors. A model names them, and may come from anywhere:
 * it gets at nothing outside its own folder, by whichever path or link.
 *
 * @param folder the model's
 */
public record ExternalData(Path folder) {
  private static final String LOCATION = "location";

  /**
   * The file that holds a tensor.
   *
   * @throws OnnxException where that is none, or not in the model's folder
   */
  public Path file(OnnxTensor tensor) throws OnnxException {
    String location = tensor.external().getOrDefault(LOCATION, "");
    String what = "initialiser %s is kept in '%s'".formatted(tensor.name(), location);
    try {
      Path named = Path.of(location);
      boolean leaves = named.isAbsolute();
      for (Path part : named) {
        leaves |= part.toString().equals("..");
      }
      if (leaves || location.isBlank()) {
        throw new OnnxException(what + ", which is outside the model's folder");
      }
      Path file = folder.resolve(named);
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw new OnnxException(what + ", which is missing: it belongs beside the model");
      }
      if (!file.toRealPath().startsWith(folder.toRealPath())) {
        throw new OnnxException(what + ", which is a link out of the model's folder");
      }
      if (!Files.isRegularFile(file)) {
        throw new OnnxException(what + ", which is no file");
      }
      return file;
    } catch (InvalidPathException | IOException e) {
      throw new OnnxException(what + ", which cannot be read: " + reason(e), e);
    }
  }

  private static String reason(Exception e) {
    return e instanceof IOException io ? SafeFiles.reasonOf(io) : e.getMessage();
  }

  /**
   * Maps the part of a file that a tensor takes.
   *
   * @param bytes what it takes by its sizes
   */
  ByteString read(OnnxTensor tensor, long bytes) throws OnnxException {
    Path file = file(tensor);
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long offset = Long.parseLong(tensor.external().getOrDefault("offset", "0"));
      long length = Long.parseLong(tensor.external().getOrDefault("length", "" + bytes));
      if (offset < 0 || length != bytes || offset > channel.size() - length) {
        throw new OnnxException(
            "initialiser %s takes %d bytes by its sizes, but is said to be %d bytes from %d of %s, which has %d"
                .formatted(
                    tensor.name(), bytes, length, offset, file.getFileName(), channel.size()));
      }
      return bytes == 0
          ? ByteString.EMPTY
          : UnsafeByteOperations.unsafeWrap(channel.map(MapMode.READ_ONLY, offset, length));
    } catch (IOException | IllegalArgumentException e) {
      throw new OnnxException(
          "initialiser %s cannot be read from %s: %s"
              .formatted(tensor.name(), file.getFileName(), reason(e)),
          e);
    }
  }
}
