package io.github.resnet50.model.zoo;

import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.util.Progress;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** An artifact that a repository has, unpacked or to be fetched. */
record FoundArtifact(ZooName name, ZooRepository repository, MRL mrl, Artifact artifact) {

  /** Asks a repository for its metadata. */
  static FoundArtifact in(ZooRepository repository, ZooName name) throws IOException {
    MRL mrl = name.mrl(repository);
    return new FoundArtifact(name, repository, mrl, name.require(mrl));
  }

  /**
   * What DJL has in its own cache, put there by another program or copied there for a machine
   * without a network. DJL unpacks only there what has the right checksum, and moves it into place
   * when it is complete; the folder has the shape of a repository.
   */
  static Optional<FoundArtifact> inDjlCache(
      ZooName name, Path djlCache, ZooLink link, Downloads downloads) {
    Path cache = djlCache.toAbsolutePath();
    if (!Files.isDirectory(cache)) {
      return Optional.empty();
    }
    try {
      ZooLocation location = new ZooLocation(cache.toUri());
      FoundArtifact found = in(new ZooRepository(location, cache, link, downloads), name);
      return ModelFolder.savedModel(found.folder()).map(model -> found);
    } catch (IOException e) {
      return Optional.empty(); // nothing there, or nothing good: the zoo has it
    }
  }

  Path folder() throws IOException {
    return repository.getResourceDirectory(artifact);
  }

  /** Fetches and unpacks it, unless that is done; then says where it came from. */
  ZooSource prepare(Progress progress) throws IOException {
    mrl.prepare(artifact, progress);
    return new ZooSource(
        name.name(),
        repository.getBaseUri().toString(),
        mrl.getGroupId() + ":" + mrl.getArtifactId() + ":" + artifact.getVersion(),
        artifact.getName(),
        artifact.getProperties(),
        files());
  }

  private List<ZooFile> files() {
    List<ZooFile> fetched = repository.fetched();
    if (!fetched.isEmpty()) {
      return fetched;
    }
    return artifact.getFiles().values().stream()
        .map(item -> new ZooFile(item.getUri(), item.getSize(), item.getSha1Hash(), ""))
        .toList();
  }
}
