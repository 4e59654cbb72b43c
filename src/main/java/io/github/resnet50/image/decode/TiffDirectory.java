package io.github.resnet50.image.decode;

import com.drew.imaging.tiff.TiffProcessingException;
import com.drew.imaging.tiff.TiffReader;
import com.drew.lang.ByteArrayReader;
import com.drew.lang.RandomAccessReader;
import com.drew.metadata.Directory;
import com.drew.metadata.Metadata;
import com.drew.metadata.exif.ExifIFD0Directory;
import com.drew.metadata.tiff.DirectoryTiffHandler;
import io.github.resnet50.image.Orientation;
import java.io.IOException;
import java.util.Set;

/**
 * Reads the first directory of a TIFF structure, which is what EXIF blocks are too. Only the tags
 * asked for are read, and no directory below or after the first, so that thumbnails and makers'
 * notes cannot cause failures. A tag whose value reaches outside the block is left out.
 */
final class TiffDirectory extends DirectoryTiffHandler {
  private static final int FIRST_MARKER = 42;

  private final Set<Integer> tags;

  private TiffDirectory(Set<Integer> tags, Directory directory) {
    super(new Metadata(), null);
    pushDirectory(directory);
    this.tags = tags;
  }

  /**
   * The directory as far as it can be read.
   *
   * @param block a TIFF header and what follows it
   * @throws IOException where not even a directory is found
   */
  static Directory read(byte[] block, Set<Integer> tags) throws IOException {
    Directory directory = new ExifIFD0Directory();
    try {
      new TiffReader()
          .processTiff(new ByteArrayReader(block), new TiffDirectory(tags, directory), 0);
    } catch (TiffProcessingException | RuntimeException e) {
      throw new IOException(ImageDecoder.reason(e), e);
    }
    return directory;
  }

  /** The orientation in an EXIF block; upright if it is damaged. */
  static Orientation orientation(byte[] block) {
    try {
      return orientation(read(block, Set.of(ExifIFD0Directory.TAG_ORIENTATION)));
    } catch (IOException e) {
      return Orientation.UPRIGHT;
    }
  }

  static Orientation orientation(Directory directory) {
    Integer value = directory.getInteger(ExifIFD0Directory.TAG_ORIENTATION);
    return value == null ? Orientation.UPRIGHT : Orientation.ofExif(value);
  }

  @Override
  public void setTiffMarker(int marker) throws TiffProcessingException {
    if (marker != FIRST_MARKER) {
      throw new TiffProcessingException("unknown TIFF marker " + marker);
    }
  }

  @Override
  public boolean tryEnterSubIfd(int tag) {
    return false;
  }

  @Override
  public boolean hasFollowerIfd() {
    return false;
  }

  @Override
  public Long tryCustomProcessFormat(int tag, int format, long count) {
    return null;
  }

  /** Reports a tag as handled, which makes the reader skip it. */
  @Override
  public boolean customProcessTag(
      int offset, Set<Integer> seen, int start, RandomAccessReader reader, int tag, int length) {
    return !tags.contains(tag);
  }
}
