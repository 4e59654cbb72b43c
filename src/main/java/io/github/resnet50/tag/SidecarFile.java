package io.github.resnet50.tag;

import io.github.resnet50.basics.FileNames;
import io.github.resnet50.basics.SafeFiles;
import io.github.resnet50.tag.xmp.SidecarException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The file of a sidecar, which is replaced as a whole: a text in the encoding that it has. A link
 * is followed.
 *
 * @param text null where there is no file
 */
record SidecarFile(Path file, String text, Charset charset, boolean hasMark) {
  private static final long LARGEST = 64L << 20;
  private static final char MARK = '\uFEFF';
  private static final Pattern DECLARED =
      Pattern.compile("^<\\?xml[^>]{0,100}?encoding\\s*=\\s*[\"']([A-Za-z][A-Za-z0-9._-]*)[\"']");

  /**
   * Reads a file, if there is one.
   *
   * @throws IOException where it cannot be read, or could not be replaced by what it says
   */
  static SidecarFile read(Path file) throws IOException {
    if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
      return new SidecarFile(file, null, StandardCharsets.UTF_8, false);
    }
    if (!Files.isRegularFile(file)) {
      throw new SidecarException(
          Files.isDirectory(file)
              ? "is a folder"
              : Files.exists(file) ? "is no regular file" : "is a link to nothing");
    }
    if (Files.size(file) > LARGEST) {
      throw new SidecarException("is larger than any sidecar (%d MB)".formatted(LARGEST >> 20));
    }
    byte[] bytes = Files.readAllBytes(file);
    if (bytes.length == 0) {
      throw new SidecarException("is empty");
    }
    Charset charset = charset(bytes);
    String text = decoded(bytes, charset);
    boolean hasMark = text.charAt(0) == MARK;
    return new SidecarFile(file, hasMark ? text.substring(1) : text, charset, hasMark);
  }

  private static Charset charset(byte[] bytes) throws SidecarException {
    String head = new String(bytes, 0, Math.min(bytes.length, 200), StandardCharsets.ISO_8859_1);
    if (head.startsWith("\u00ff\u00fe") || head.startsWith("<\0")) {
      return StandardCharsets.UTF_16LE;
    }
    if (head.startsWith("\u00fe\u00ff") || head.startsWith("\0<")) {
      return StandardCharsets.UTF_16BE;
    }
    Matcher declared = DECLARED.matcher(head);
    String name = declared.find() ? declared.group(1) : "UTF-8";
    if (!Charset.isSupported(name) || !Charset.forName(name).canEncode()) {
      throw new SidecarException("is in an unknown encoding, " + name);
    }
    return Charset.forName(name);
  }

  private static String decoded(byte[] bytes, Charset charset) throws SidecarException {
    try {
      String text = charset.newDecoder().decode(ByteBuffer.wrap(bytes)).toString(); // strict
      if (!text.isEmpty() && Arrays.equals(text.getBytes(charset), bytes)) {
        return text;
      }
    } catch (CharacterCodingException e) {
      // As below.
    }
    throw new SidecarException("has bytes that are no text in " + charset);
  }

  /**
   * Replaces the file by another text, with the permissions that it has; makes it where it is
   * missing.
   *
   * @param changed null: the file goes, and the link to it where there is one
   */
  void become(String changed) throws IOException {
    if (changed == null) {
      Files.delete(file.toRealPath());
      Files.deleteIfExists(file);
      return;
    }
    byte[] bytes = encoded(hasMark ? MARK + changed : changed);
    if (text == null) {
      SafeFiles.replace(file, out -> out.write(bytes));
      return;
    }
    SafeFiles.rewrite(file.toRealPath(), out -> out.write(bytes));
  }

  /**
   * Makes sure that the file may be replaced, as far as that can be known before. Replacing needs
   * no more than a writable folder; but who has locked a file means it.
   */
  void requireReplaceable() throws IOException {
    if (text == null) {
      Path name = file.getFileName();
      if (isTooLong(name, System.getProperty("os.name").equals("Linux"))) {
        throw new SidecarException(
            "its name is too long, %d bytes of %d that file systems take; --sidecar stem makes shorter ones"
                .formatted(FileNames.bytes(name).length, FileNames.MOST_BYTES));
      }
      return;
    }
    Path target = file.toRealPath();
    PosixFileAttributeView posix = Files.getFileAttributeView(target, PosixFileAttributeView.class);
    boolean locked =
        posix != null
            && !posix.readAttributes().permissions().contains(PosixFilePermission.OWNER_WRITE);
    if (locked || !Files.isWritable(target)) {
      throw new SidecarException("is read-only");
    }
  }

  /**
   * Whether no file may have the name, as far as that is known: others than Linux's file systems,
   * such as NTFS and APFS, count the units of UTF-16.
   */
  static boolean isTooLong(Path name, boolean inBytes) {
    int length = inBytes ? FileNames.bytes(name).length : name.toString().length();
    return length > FileNames.MOST_BYTES;
  }

  /** What the encoding lacks, as references of XML. */
  private byte[] encoded(String changed) throws SidecarException {
    CharsetEncoder encoder = charset.newEncoder();
    if (!encoder.canEncode(changed)) {
      StringBuilder possible = new StringBuilder();
      changed
          .codePoints()
          .mapToObj(Character::toString)
          .forEach(
              c ->
                  possible.append(encoder.canEncode(c) ? c : "&#x%X;".formatted(c.codePointAt(0))));
      return encoded(possible.toString());
    }
    try {
      ByteBuffer bytes = encoder.encode(CharBuffer.wrap(changed));
      byte[] whole = new byte[bytes.remaining()];
      bytes.get(whole);
      return whole;
    } catch (CharacterCodingException e) {
      throw new SidecarException("cannot be written in " + charset);
    }
  }
}
