// `npm start` and, with --dev, `npm run dev`.
import { baseUrlOf, readEnv } from '#lib/env.ts'
import { serve, type Served } from './serve.ts'
import { ensureBuilt } from './setup/ensure-built.ts'
import { onStop } from './setup/on-stop.ts'
import { runEntry } from './setup/run-entry.ts'

runEntry(async () => {
  const startedAt = performance.now()
  const development = process.argv.includes('--dev')
  const say = (sentence: string) => process.stderr.write(`${sentence}\n`)
  let serving: Promise<Served> | null = null
  onStop(async () => {
    // Once the database is being opened it must be let go of; before that nothing runs.
    if (!serving) process.exit(130)
    say('Stopping.')
    const served = await serving
    await served.stop()
  })
  const env = readEnv()
  if (!development && env.INTERLOCK_ROLE !== 'worker') await ensureBuilt(say)
  serving = serve(env, { development, say })
  const served = await serving
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  say(`Interlock is ready at ${baseUrlOf(served.env)} after ${seconds} s. Ctrl-C stops it.`)
  if (served.setupLink) say(`Create the first lead, within the hour: ${served.setupLink}`)
})
