package trainyard.api.limits;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RatesTest {
  @Test
  void givesEachCallerTheirOwnRate() {
    var now = new AtomicLong();
    var rates = new Rates(5, now::get);
    for (var i = 0; i < 10; i++) assertEquals(0, rates.take("a"));
    assertEquals(1, rates.take("a"));
    assertEquals(0, rates.take("b"));
    now.addAndGet(1_000_000_000L);
    for (var i = 0; i < 5; i++) assertEquals(0, rates.take("a"));
    assertTrue(rates.take("a") > 0);
  }

  @Test
  void holdsNoMoreThanThePlaces() {
    var inFlight = new InFlight(2);
    assertTrue(inFlight.enter() && inFlight.enter());
    assertTrue(!inFlight.enter());
    inFlight.leave();
    assertTrue(inFlight.enter());
  }
}
