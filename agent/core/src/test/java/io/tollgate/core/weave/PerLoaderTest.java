package io.tollgate.core.weave;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.ref.WeakReference;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class PerLoaderTest {
  private final PerLoader<Integer> numbers = new PerLoader<>();

  @Test
  void classesOfOneNameInTwoLoadersAreTwo() {
    ClassLoader one = new Loader();
    ClassLoader other = new Loader();
    numbers.put(one, "a/B", 1);
    numbers.put(other, "a/B", 2);
    numbers.put(null, "a/B", 3);
    assertEquals(1, numbers.get(one, "a/B"));
    assertEquals(2, numbers.get(other, "a/B"));
    assertEquals(3, numbers.get(null, "a/B"));
    assertNull(numbers.get(one, "a/C"));
    numbers.remove(one, "a/B");
    assertNull(numbers.get(one, "a/B"));
    assertEquals(2, numbers.get(other, "a/B"));
  }

  @Test
  void whatIsKnownOfALoaderThatIsGoneGoesWithIt() throws InterruptedException {
    WeakReference<ClassLoader> loader = putOfALoader();
    while (loader.get() != null) {
      System.gc();
    }
    long end = System.nanoTime() + 10_000_000_000L;
    while (!numbers.all().isEmpty() && System.nanoTime() < end) {
      System.gc();
      Thread.onSpinWait();
    }
    assertTrue(numbers.all().isEmpty());
  }

  private WeakReference<ClassLoader> putOfALoader() {
    ClassLoader loader = new Loader();
    numbers.put(loader, "a/B", 1);
    return new WeakReference<>(Objects.requireNonNull(loader));
  }

  /** Whose own equality must not be asked. */
  private static final class Loader extends ClassLoader {
    @Override
    public boolean equals(Object other) {
      throw new AssertionError();
    }

    @Override
    public int hashCode() {
      throw new AssertionError();
    }
  }
}
