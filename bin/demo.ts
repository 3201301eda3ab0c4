// `npm run demo`: Interlock on a throw-away database, with recorded histories and live agents.
import { parseArgs } from 'node:util'
import { AppError } from '#lib/shared/app-error.ts'
import { removeAbandonedDemos } from './demo/demo-folder.ts'
import { runDemo, type RunningDemo } from './demo/run-demo.ts'
import { screenText } from './demo/screen.ts'
import { ensureBuilt } from './setup/ensure-built.ts'
import { onStop } from './setup/on-stop.ts'
import { runEntry } from './setup/run-entry.ts'

runEntry(async () => {
  const startedAt = performance.now()
  const say = (sentence: string) => process.stderr.write(`${sentence}\n`)
  let running: Promise<RunningDemo> | null = null
  onStop(async () => {
    // Once the database is being made it must be removed; before that nothing runs.
    if (!running) process.exit(130)
    say('Stopping.')
    const demo = await running
    await demo.stop()
  })
  const speed = readSpeed()
  const abandoned = await removeAbandonedDemos()
  if (abandoned > 0) say(`Removed what ${abandoned === 1 ? 'a killed demo' : 'killed demos'} left behind.`)
  await ensureBuilt(say)
  running = runDemo(speed, say)
  const { screen } = await running
  process.stdout.write(screenText({ ...screen, seconds: (performance.now() - startedAt) / 1000 }))
})

/** `--speed 20` makes the runaway twenty times as quick; for tests, and for the impatient. */
function readSpeed(): number {
  const options = { speed: { type: 'string', default: '1' } } as const
  const speed = Number(parseArgs({ args: process.argv.slice(2), options }).values.speed)
  if (speed >= 1 && speed <= 100) return speed
  throw new AppError('invalid_request', '--speed must be a number from 1 to 100.')
}
