package io.tollgate.core.net;

import java.io.ByteArrayOutputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Reads the body of an answer 200, or nothing if it is too long; of any other answer, nothing. */
final class BodyLimit implements HttpResponse.BodyHandler<Optional<byte[]>> {
  private static final int OK = 200;

  private final int mostBytes;
  private volatile @Nullable Reader reader;
  private volatile boolean givenUp;

  BodyLimit(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  /** Reads no more, neither the body that is being read nor another; from any thread. */
  void giveUp() {
    givenUp = true;
    Reader current = reader;
    if (current != null) {
      current.giveUp();
    }
  }

  @Override
  public HttpResponse.BodySubscriber<Optional<byte[]>> apply(HttpResponse.ResponseInfo answer) {
    boolean fits = answer.headers().firstValueAsLong("Content-Length").orElse(0) <= mostBytes;
    Reader begun = new Reader(answer.statusCode() == OK && fits, mostBytes);
    reader = begun;
    if (givenUp) {
      begun.giveUp();
    }
    return begun;
  }

  private static final class Reader implements HttpResponse.BodySubscriber<Optional<byte[]>> {
    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final boolean wanted;
    private final int mostBytes;
    private volatile Flow.@Nullable Subscription subscription;

    Reader(boolean wanted, int mostBytes) {
      this.wanted = wanted;
      this.mostBytes = mostBytes;
    }

    @Override
    public CompletionStage<Optional<byte[]>> getBody() {
      return body;
    }

    @Override
    public void onSubscribe(Flow.Subscription begun) {
      subscription = begun;
      if (wanted && !body.isDone()) {
        begun.request(Long.MAX_VALUE);
      } else {
        giveUp();
      }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
      for (ByteBuffer buffer : buffers) {
        if (body.isDone() || buffer.remaining() > mostBytes - read.size()) {
          giveUp();
          return;
        }
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        read.writeBytes(bytes);
      }
    }

    @Override
    public void onError(Throwable failure) {
      body.completeExceptionally(failure);
    }

    @Override
    public void onComplete() {
      body.complete(Optional.of(read.toByteArray()));
    }

    /** Which closes the connection: reading on would keep it for another request. */
    private void giveUp() {
      body.complete(Optional.empty());
      Flow.Subscription current = subscription;
      if (current != null) {
        current.cancel();
      }
    }
  }
}
