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

  BodyLimit(int mostBytes) {
    this.mostBytes = mostBytes;
  }

  @Override
  public HttpResponse.BodySubscriber<Optional<byte[]>> apply(HttpResponse.ResponseInfo answer) {
    boolean fits = answer.headers().firstValueAsLong("Content-Length").orElse(0) <= mostBytes;
    return new Reader(answer.statusCode() == OK && fits, mostBytes);
  }

  private static final class Reader implements HttpResponse.BodySubscriber<Optional<byte[]>> {
    private final CompletableFuture<Optional<byte[]>> body = new CompletableFuture<>();
    private final ByteArrayOutputStream read = new ByteArrayOutputStream();
    private final boolean wanted;
    private final int mostBytes;
    private Flow.@Nullable Subscription subscription;

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
      if (wanted) {
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
      if (subscription != null) {
        subscription.cancel();
      }
    }
  }
}
