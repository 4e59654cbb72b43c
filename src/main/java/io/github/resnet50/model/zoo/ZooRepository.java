package io.github.resnet50.model.zoo;

import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.repository.RemoteRepository;
import ai.djl.util.JsonUtils;
import ai.djl.util.Progress;
import ai.djl.util.Utils;
import io.github.resnet50.model.Archive;
import io.github.resnet50.model.ModelException;
import io.github.resnet50.model.zoo.ZooLink.Answer;
import io.github.resnet50.model.zoo.ZooSource.Fetched;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * DJL's repository with three differences: files are fetched through {@link ZooLink} and {@link
 * Downloads}, are unpacked only once their checksum is right, and are stored in a folder of this
 * fetch instead of DJL's cache, which would keep a second copy of every model.
 */
final class ZooRepository extends RemoteRepository {
  private static final int MOST_METADATA_BYTES = 16 << 20;

  /** Allowed names in the metadata, so that files stay in their folder. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

  /** Formats that DJL would unpack to a single file of any size. */
  private static final Set<String> PACKED = Set.of("zip", "gzip");

  private static final Pattern SHA1 = Pattern.compile("[0-9a-fA-F]{40}");

  private final ZooLocation zoo;
  private final Path cache;
  private final ZooLink link;
  private final Downloads downloads;
  private final List<Fetched> fetched = new ArrayList<>();

  /**
   * @param cache where artifacts are unpacked
   */
  ZooRepository(ZooLocation zoo, Path cache, ZooLink link, Downloads downloads) {
    super("zoo", zoo.uri());
    this.zoo = zoo;
    this.cache = cache;
    this.link = link;
    this.downloads = downloads;
  }

  @Override
  public Path getCacheDirectory() {
    return cache;
  }

  /**
   * Always requests the metadata: DJL would reuse a day-old copy even if that is incomplete or
   * wrong.
   */
  @Override
  public Metadata locate(MRL mrl) throws IOException {
    URI folder = mrl.toURI();
    URI file = zoo.uri().resolve(folder).resolve("metadata.json");
    try (Answer answer = link.open(file, 0)) {
      byte[] json = answer.body().readNBytes(MOST_METADATA_BYTES);
      if (json.length < answer.total()) {
        throw new EOFException(
            file + " was cut short: " + json.length + " of " + answer.total() + " bytes came");
      }
      Metadata metadata = parse(new String(json, StandardCharsets.UTF_8));
      metadata.init(arguments);
      metadata.setRepositoryUri(folder);
      return metadata;
    } catch (RuntimeException e) {
      throw new IOException(file + " is no metadata of a zoo: " + e.getMessage(), e);
    } catch (IOException e) {
      throw link.explained(e, file);
    }
  }

  private static Metadata parse(String json) {
    Metadata metadata = JsonUtils.GSON_PRETTY.fromJson(json, Metadata.class);
    if (metadata == null || metadata.getArtifacts() == null) {
      throw new IllegalArgumentException("it lists no artifacts");
    }
    metadata.getArtifacts().forEach(ZooRepository::check);
    return metadata;
  }

  /** DJL builds paths from these names without checking them. */
  private static void check(Artifact artifact) {
    checkName(artifact.getName());
    checkName(artifact.getVersion());
    for (Artifact.Item item : artifact.getFiles().values()) {
      if (item.getUri() == null) {
        throw new IllegalArgumentException("a file of " + artifact.getName() + " has no uri");
      }
      URI.create(item.getUri());
      if (!item.getName().isEmpty()) {
        checkName(item.getName());
      }
      if (item.getSha1Hash() == null || !SHA1.matcher(item.getSha1Hash()).matches()) {
        throw new IllegalArgumentException(item.getUri() + " has no SHA-1 to check it by");
      }
    }
  }

  private static void checkName(String name) {
    if (name == null || !NAME.matcher(name).matches()) {
      throw new IllegalArgumentException("'" + name + "' is no name of an artifact or a file");
    }
  }

  private URI locationOf(Artifact.Item item) {
    return zoo.resolve(item.getArtifact().getMetadata().getRepositoryUri(), item.getUri());
  }

  @Override
  protected void download(Path folder, URI base, Artifact.Item item, Progress progress)
      throws IOException {
    URI from = locationOf(item);
    if (isFile(from) && !isFile(zoo.uri())) {
      throw new IOException(from + " is no place to fetch from for a zoo on the network");
    }
    Expected expected = Expected.of(item);
    fetched.add(downloads.get(from, expected, progress));
    Path archive = downloads.part(expected);
    try {
      if (item.getType().equals("dir")) {
        unpack(archive, item.getName().isEmpty() ? folder : folder.resolve(item.getName()));
      } else if (PACKED.contains(item.getExtension())) {
        throw new IOException("a single file has to come as it is");
      } else {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(archive))) {
          save(in, folder, item, null);
        }
      }
    } catch (IOException | ModelException e) {
      Files.delete(archive);
      String reason = String.valueOf(e.getMessage()).replace(archive.toString(), "it");
      throw new IOException("cannot unpack " + from + ": " + reason, e);
    }
  }

  /** DJL's own unpacking follows links and trusts stated sizes. */
  private static void unpack(Path archive, Path folder) throws ModelException, IOException {
    Files.createDirectories(folder);
    Path fresh = Files.createTempDirectory(folder, ".unpacked");
    try {
      new Archive(archive).unpack(fresh);
      List<Path> unpacked;
      try (Stream<Path> files = Files.list(fresh)) {
        unpacked = files.toList();
      }
      for (Path file : unpacked) {
        Files.move(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
      }
    } finally {
      Utils.deleteQuietly(fresh);
    }
  }

  private static boolean isFile(URI uri) {
    return String.valueOf(uri.getScheme()).equals("file");
  }

  /** Requests the metadata and picks the artifact. */
  Artifact find(ZooName name) throws IOException {
    return name.require(name.mrl(this));
  }

  /** The folder of an unpacked artifact, existing or not. */
  Path folder(Artifact artifact) throws IOException {
    return getResourceDirectory(artifact);
  }

  /** Fetches and unpacks an artifact, unless that was done before; returns its origin. */
  ZooSource prepare(ZooName name, Artifact artifact, Progress progress) throws IOException {
    MRL mrl = name.mrl(this);
    mrl.prepare(artifact, progress);
    return new ZooSource(
        name.name(),
        getBaseUri().toString(),
        mrl.getGroupId() + ":" + mrl.getArtifactId() + ":" + artifact.getVersion(),
        artifact.getName(),
        artifact.getProperties(),
        fetched.isEmpty() ? listed(artifact) : List.copyOf(fetched));
  }

  private static List<Fetched> listed(Artifact artifact) {
    return artifact.getFiles().values().stream()
        .map(item -> new Fetched(item.getUri(), item.getSize(), item.getSha1Hash(), ""))
        .toList();
  }
}
