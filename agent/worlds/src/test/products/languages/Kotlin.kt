package acme

import io.tollgate.api.LicenseRequiredException
import io.tollgate.api.Licensed
import kotlin.coroutines.Continuation
import kotlin.coroutines.EmptyCoroutineContext
import kotlin.coroutines.resume
import kotlin.coroutines.startCoroutine
import kotlin.coroutines.suspendCoroutine

/** A mark of the product's own. */
annotation class Sold

var ran = 0

fun open(): String {
  ran++
  return "OPEN"
}

@Licensed("export") fun topLevel(): String = open()

fun byPattern(): String = open()

@Licensed("export") fun withDefaults(first: Int = 1, second: String = "OPEN"): String = open()

@Licensed("export") fun String.extension(): String = open()

@JvmInline value class OrderId(val text: String)

class Desk {
  @Licensed("export") fun order(id: OrderId): String = open()

  @Sold fun sold(): String = open()

  @get:Licensed("export") val property: String
    get() = open()

  companion object {
    @Licensed("export") fun inCompanion(): String = open()

    @Licensed("export") @JvmStatic fun static(): String = open()
  }
}

@Licensed("export")
object Single {
  fun only(): String = open()
}

interface Shop {
  @Licensed("export") fun sell(): String = open()
}

class Corner : Shop

class Stall(private val shop: Shop) : Shop by shop

@JvmInline
value class Price(val cents: Int) {
  @Licensed("export") fun shown(): String = open()
}

/** Suspends twice, and is called anew by its continuation each time it goes on. */
@Licensed("export")
suspend fun slow(): String {
  val first = pause()
  val second = pause()
  return if (first + second == 3) open() else "NEVER"
}

suspend fun byPatternSlow(): String {
  val first = pause()
  val second = pause()
  return if (first + second == 3) open() else "NEVER"
}

/** Ends in the call of another, and so has no continuation of its own. */
@Licensed("export") suspend fun tail(): String = pausedOpen()

@Licensed("export") suspend fun never(): String = open()

class Slow {
  @Licensed("export")
  suspend fun member(): String {
    val first = pause()
    val second = pause()
    return if (first + second == 3) open() else "NEVER"
  }
}

/** Where the coroutine that runs waits. */
private var waiting = ArrayDeque<Continuation<Int>>()

suspend fun pausedOpen(): String {
  pause()
  return open()
}

suspend fun pause(): Int = suspendCoroutine { waiting.addLast(it) }

/** A coroutine that was begun. */
class Begun<T>(body: suspend () -> T) {
  private val mine = ArrayDeque<Continuation<Int>>()
  private var result: Result<T>? = null

  init {
    waiting = mine
    body.startCoroutine(Continuation(EmptyCoroutineContext) { result = it })
  }

  fun goOn(): String {
    var value = 0
    waiting = mine
    while (result == null) {
      mine.removeFirst().resume(++value)
    }
    return report { result!!.getOrThrow().toString() }
  }
}

fun report(call: () -> String): String =
  try {
    call()
  } catch (e: LicenseRequiredException) {
    "CLOSED " + e.code()
  }

fun main() {
  val gates = Renewal()
  var count = 0
  fun gate(name: String, call: () -> String) {
    count++
    gates.of(name) { report(call) }
  }
  gate("top-level function") { topLevel() }
  gate("top-level function, by a pattern") { byPattern() }
  gate("default arguments") { withDefaults() }
  gate("default arguments, all given") { withDefaults(2, "") }
  gate("extension function") { "".extension() }
  gate("inline class as an argument") { Desk().order(OrderId("1")) }
  gate("method of an inline class") { Price(1).shown() }
  gate("own annotation") { Desk().sold() }
  gate("property") { Desk().property }
  gate("companion object") { Desk.inCompanion() }
  gate("static method of a companion object") { Desk.static() }
  gate("marked object") { Single.only() }
  gate("interface with a body") { Corner().sell() }
  gate("delegation") { Stall(Corner()).sell() }
  gate("suspend function") { Begun { slow() }.goOn() }
  gate("suspend function, by a pattern") { Begun { byPatternSlow() }.goOn() }
  gate("suspend function that only calls another") { Begun { tail() }.goOn() }
  gate("suspend function that never suspends") { Begun { never() }.goOn() }
  gate("suspend method") { Begun { Slow().member() }.goOn() }

  gates.showClosed()
  println("$count calls, ${Denied.calls()} denied, $ran ran")
  Renewal.renew()
  gates.showOpen()
  val begun = listOf(Begun { slow() }, Begun { byPatternSlow() }, Begun { Slow().member() })
  Renewal.reduce { report { topLevel() } }
  begun.forEach { println("begun before: ${it.goOn()}") }
  println("begun after: ${Begun { slow() }.goOn()}")
}
