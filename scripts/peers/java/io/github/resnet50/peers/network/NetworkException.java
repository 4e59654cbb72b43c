package io.github.resnet50.peers.network;

/** A model that cannot be handed to the peers, in words for the user. */
public final class NetworkException extends Exception {
  private static final long serialVersionUID = 1;

  public NetworkException(String message) {
    super(message);
  }
}
