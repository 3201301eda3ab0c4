import { createRecorder, type Sample } from './recorder.ts'

/**
 * Lets a number of callers call again and again, each as soon as its last call was answered, for `durationMs`.
 * A call that fails ends the measurement with its error: a figure that hides failures is worth nothing.
 */
export async function runClosedLoop(
  callers: number,
  durationMs: number,
  call: (caller: number) => Promise<unknown>,
): Promise<Sample> {
  const recorder = createRecorder()
  const startedAt = performance.now()
  const endsAt = startedAt + durationMs
  const loop = async (caller: number) => {
    for (let from = performance.now(); from < endsAt;) {
      await call(caller)
      const to = performance.now()
      recorder.record(to - from)
      from = to
    }
  }
  await Promise.all(Array.from({ length: callers }, (_, caller) => loop(caller)))
  return recorder.read(performance.now() - startedAt)
}
